import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * One process's claim to a lease, as it stands in a file's name: with everything in the name there is no moment at
 * which the file is there and its content is not.
 */
export interface Claim {
  readonly lease: string;
  readonly pid: number;
  /** When the process was started, in the kernel's ticks since boot; empty where that cannot be asked. */
  readonly started: string;
  /** The running system that `pid` counts in: boot and process namespace, or the host where there is no /proc. */
  readonly system: string;
  readonly since: Date;
  readonly file: string;
}

/** A new claim of this process to `lease`. Its name is never used a second time. */
export function makeClaim(lease: string): Claim {
  const facts = {
    pid: process.pid,
    started: processAt(process.pid)?.started ?? '',
    system: thisSystem(),
    since: new Date(),
  };
  const once = randomBytes(6).toString('hex');
  const file = [fileSafe(lease), facts.pid, facts.started, facts.system, facts.since.getTime(), once].join(
    '~',
  );
  return { lease, ...facts, file };
}

/** The claim that a file name tells of, where it is one to `lease`. */
export function readClaim(lease: string, file: string): Claim | undefined {
  return file.startsWith(`${fileSafe(lease)}~`) ? leaseOf(file) : undefined;
}

/** The claim that a file name tells of, to whichever lease; undefined for a file that is none. */
export function leaseOf(file: string): Claim | undefined {
  const [name = '', pid, started, system, since, once] = file.split('~');
  if (once === undefined) return undefined;
  return {
    lease: decodeURIComponent(name),
    pid: Number(pid),
    started: started ?? '',
    system: system ?? '',
    since: new Date(Number(since)),
    file,
  };
}

/** Whether the process of a claim still runs: undefined where that cannot be known from here. */
export function isAlive(claim: Claim): boolean | undefined {
  if (claim.system !== thisSystem()) return undefined;
  try {
    process.kill(claim.pid, 0);
  } catch (error) {
    // EPERM: it runs as somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const found = processAt(claim.pid);
  if (found === undefined) return true;
  // Z: dead, and only its parent has not asked yet. Another start: the same number, another process.
  return found.state !== 'Z' && (claim.started === '' || claim.started === found.started);
}

/** The process of a claim in words. */
export function holderOf(claim: Claim): string {
  const where = claim.system === thisSystem() ? '' : ' on another machine';
  return `process ${claim.pid}${where}, since ${clock(claim.since)}`;
}

/** `14:05:09` in the machine's own time zone. */
function clock(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((number) => String(number).padStart(2, '0'))
    .join(':');
}

function processAt(pid: number): { readonly state: string; readonly started: string } | undefined {
  try {
    // Fields 3 and 22 of proc(5). They are counted from behind the program's name, which may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function thisSystem(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().replaceAll('-', '');
    return `${boot}.${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`;
  } catch {
    return fileSafe(hostname());
  }
}

const fileSafe = (text: string): string => encodeURIComponent(text).replaceAll('~', '%7E');
