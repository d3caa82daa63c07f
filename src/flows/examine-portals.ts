import type { AuthSection } from '../domain/auth.ts';
import type { SignInTarget } from '../domain/chain.ts';
import type { Finding } from '../domain/finding.ts';
import type { SessionLabel } from '../domain/session.ts';
import { hasSignIn, signInTarget } from '../identity/chain-root.ts';
import { signInKey } from '../identity/session-key.ts';
import type { Ports } from '../ports.ts';
import type { Examined } from './examined.ts';

const patienceMs = 5000;
/** AWS refuses a signature that is more than five minutes off (SigV4). */
const refusedMs = 5 * 60_000;
/** Less than this is the time on the way and the second that the header is cut to. */
const noticedMs = 60_000;

/** For each provider: whether its portal answers, whether our clocks agree, and until when somebody is signed in. */
export async function examinePortals(
  ports: Pick<Ports, 'inspection' | 'clock' | 'keyring'>,
  { auth }: Examined,
): Promise<readonly Finding[]> {
  if (auth === undefined) return [];
  const labelOf = labelsOf(ports, auth);
  const all = await Promise.all(
    portalsOf(auth).map(async (target) => [
      ...(await portal(ports, target)),
      signIn(target, labelOf(target), ports.clock.now()),
    ]),
  );
  return all.flat();
}

/** For each provider whether somebody is signed in, and until when; nobody is asked. */
export function signInFindings(
  ports: Pick<Ports, 'clock' | 'keyring'>,
  auth: AuthSection,
): readonly Finding[] {
  const labelOf = labelsOf(ports, auth);
  return portalsOf(auth).map((target) => signIn(target, labelOf(target), ports.clock.now()));
}

const portalsOf = ({ providers }: AuthSection): readonly SignInTarget[] =>
  [...providers.values()]
    .filter((one) => one.fault === undefined && hasSignIn(one))
    .map(signInTarget)
    .filter(({ kind }) => kind !== 'mock/aws');

function labelsOf({ keyring }: Pick<Ports, 'keyring'>, auth: AuthSection) {
  const labels = keyring(auth.keyring).labels();
  return (target: SignInTarget) => labels.find(({ key }) => key === signInKey(target))?.label;
}

async function portal(
  { inspection, clock }: Pick<Ports, 'inspection' | 'clock'>,
  { provider, startUrl, endpointUrl }: SignInTarget,
): Promise<readonly Finding[]> {
  const url = endpointUrl ?? startUrl;
  const subject = `portal of ${provider}`;
  const answer = await inspection.serverTime(url, patienceMs);
  if (answer === undefined) {
    const local = /^https?:\/\/(127\.|localhost[:/]|\[::1\])/.test(url);
    return [
      {
        subject,
        level: 'broken',
        text: `nothing answers at ${url} within ${patienceMs / 1000} s`,
        fix: local ? 'atmos-kit emulator start' : 'check your network and the address of the provider',
      },
    ];
  }
  const reachable: Finding = { subject, level: 'ok', text: `${url} answers` };
  if (answer.date === undefined) return [reachable];
  const ahead = clock.now().getTime() - answer.awayMs - answer.date.getTime();
  const off = Math.abs(ahead);
  if (off < noticedMs) return [reachable, { subject: 'clock', level: 'ok', text: `agrees with ${url}` }];
  return [
    reachable,
    {
      subject: 'clock',
      level: off >= refusedMs ? 'broken' : 'warning',
      text:
        `is ${Math.round(off / 1000)} s ${ahead > 0 ? 'ahead of' : 'behind'} that of ${url}` +
        `${off >= refusedMs ? ': AWS refuses what is signed with it' : ''}`,
      fix: 'set the clock of this machine by the network: sudo timedatectl set-ntp true',
    },
  ];
}

function signIn({ provider }: SignInTarget, label: SessionLabel | undefined, now: Date): Finding {
  const subject = `sign-in at ${provider}`;
  const fix = `atmos-kit auth login --provider ${provider}`;
  if (label === undefined) return { subject, level: 'warning', text: 'you are not signed in', fix };
  const left = Date.parse(label.expiresAt) - now.getTime();
  if (left > 0) {
    const until = `lasts until ${label.expiresAt}`;
    return { subject, level: 'ok', text: label.renewable ? `${until}, and renews itself` : until };
  }
  return label.renewable
    ? { subject, level: 'ok', text: 'renews itself when it is next needed' }
    : { subject, level: 'warning', text: `has ended at ${label.expiresAt}`, fix };
}
