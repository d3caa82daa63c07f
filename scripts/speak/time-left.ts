/** `59 min left`, `7 h 58 min left`, or `ended 3 min ago`. */
export function timeLeft(end: Date, now: Date): string {
  const ms = end.getTime() - now.getTime();
  return ms > 0 ? `${span(ms)} left` : `ended ${span(-ms)} ago`;
}

/** How long something was ago, in the same words. */
export const ageOf = (then: Date, now: Date): string => span(now.getTime() - then.getTime());

/** `less than a minute`, `12 min` or `3 h 5 min`. */
function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

/** `2026-11-25 14:05` in the machine's own time zone. */
export function localTime(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
