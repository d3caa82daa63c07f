/** The time of `yyyymmddThhmmssZ`; undefined for any other text and for times that do not exist. */
export function parseTimestamp(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A day that does not exist would otherwise roll over into the next month.
  return Number.isNaN(date.getTime()) || formatTimestamp(date) !== text ? undefined : date;
}

/** `yyyymmddThhmmssZ`. */
export function formatTimestamp(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '');
}
