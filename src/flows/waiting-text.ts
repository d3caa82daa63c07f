/** What stands on the terminal while a person is in her browser. */
export function waitingText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return `Waiting for you in the browser (${clock} left, Ctrl-C ends it)`;
}
