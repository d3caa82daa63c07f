/** File systems note times in steps; a change within one step of our look would go unseen. */
const stepMs = 50;

/** Whether a path changed so shortly before a look began, or after it, that one more change may not show. */
export function changedSince(stamp: string | null, began: Date): boolean {
  return changedMs(stamp) > began.getTime() - stepMs;
}

/** When a path last changed, in milliseconds since 1970; 0 where its stamp does not say. */
export function changedMs(stamp: string | null): number {
  const nanoseconds = stamp?.includes('.') ? stamp.slice(stamp.lastIndexOf('.') + 1) : '0';
  return Number(nanoseconds) / 1_000_000;
}
