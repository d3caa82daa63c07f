import { Problem } from '../../domain/problem.ts';
import type { ServiceFailure } from './service-failure.ts';

/** AWS takes signatures that are off by five minutes; a clock that is less wrong than this is not to blame. */
const harmlessMs = 4 * 60_000;

const refusals =
  /^(SignatureDoesNotMatch|InvalidSignatureException|RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|AuthFailure)$/;

/**
 * Problem `clock-skew` for a signature that was refused because of the time in it; undefined for another failure.
 * How wrong the clock is follows from the time that STS quotes as its own, else from the answer's `Date`.
 */
export function skewOf(failure: ServiceFailure, now: number): Problem | undefined {
  if (!refusals.test(failure.name ?? '')) return undefined;
  const quoted = timeIn(failure.words);
  const aheadMs = quoted === undefined ? failure.aheadMs : quoted - now;
  const aboutTime = quoted !== undefined || /Skewed|Expired|Future/.test(failure.name as string);
  if (!aboutTime || aheadMs === undefined || Math.abs(aheadMs) < harmlessMs) return undefined;
  return clockSkew(aheadMs, `AWS refuses what is signed by it: ${failure.words}`);
}

/**
 * Problem `clock-skew` where keys that AWS has just made ended long ago by this machine's clock; `aheadMs` is how far
 * AWS's clock is ahead of it, where that is known.
 */
export function endedAtOnce(expiresAt: Date, aheadMs: number | undefined, now: number): Problem | undefined {
  if (expiresAt.getTime() > now) return undefined;
  return clockSkew(aheadMs, 'keys that AWS has just made seem to have ended');
}

function clockSkew(aheadMs: number | undefined, so: string): Problem {
  const amount =
    aheadMs === undefined || Math.abs(aheadMs) < harmlessMs
      ? "This machine's clock is wrong"
      : `This machine's clock is ${amountOf(Math.abs(aheadMs))} ${aheadMs > 0 ? 'behind' : 'ahead of'} AWS's`;
  return new Problem({
    code: 'clock-skew',
    message: `${amount}, so ${so.replace(/\.$/, '')}.`,
    hint: 'Let this machine set its clock by the network (timedatectl set-ntp true), then try again.',
  });
}

/** The time of the server in `Signature expired: … is now earlier than … (20260101T101500Z - 15 min.)`. */
function timeIn(words: string): number | undefined {
  const match = /\((\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z [+-] \d+ min\.?\)/.exec(words);
  if (match === null || !/^Signature (expired|not yet current)/.test(words)) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number) as [number, ...number[]];
  return Date.UTC(year as number, (month as number) - 1, day, hour, minute, second);
}

/** `3 d`, `2 h`, `1 h 5 min`, `12 min`: to the minute, and to the hour where there are days. */
function amountOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [
    days > 0 ? `${days} d` : '',
    hours > 0 ? `${hours} h` : '',
    rest > 0 && days === 0 ? `${rest} min` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
