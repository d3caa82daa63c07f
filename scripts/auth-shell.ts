import { formatPlace } from '../src/domain/problem.ts';
import { type Lifetime, lifetimeOf, openShell } from '../src/flows/open-shell.ts';
import { type RunningAs, runningAs } from '../src/flows/run-as.ts';
import type { Ports } from '../src/ports.ts';
import { textFlag } from './grammar/verb.ts';
import { localTime, timeLeft } from './speak/time-left.ts';
import { type RunVerb, runAsRequest } from './verb-context.ts';

/** `auth shell`: the person's own shell, as an identity. */
export const run: RunVerb = async ({ call, ports }) => {
  const running = await runningAs(ports, runAsRequest(call));
  const lifetime = lifetimeOf(ports.keyring(running.auth.keyring), running);
  const mark = textFlag(call, 'mark');
  const request = { shell: textFlag(call, 'shell'), args: call.rest, ...(mark !== undefined && { mark }) };
  // With arguments it is for a program, which has no use for a word of ours.
  if (request.args.length === 0) ports.terminal.say(greeting(ports, running, lifetime));
  return openShell(ports, running, lifetime, request);
};

/** Who the shell is, why, until when, and how it is left. */
function greeting(
  { clock, environment }: Pick<Ports, 'clock' | 'environment'>,
  { chosen: { identity, why }, project }: RunningAs,
  lifetime: Lifetime,
): string {
  const outer = environment.get('ATMOS_KIT_IDENTITY');
  const at = why.at === undefined ? '' : `, ${formatPlace(why.at, project.configFolder)}`;
  const who = identity === undefined ? 'without an identity, on purpose' : `as ${identity.name}`;
  return [
    `A shell ${who} (${why.text}${at}); exit leads back${outer ? ` to the shell as ${outer} that you are in` : ''}.`,
    ...(identity === undefined ? [] : [lasting(lifetime, clock.now())]),
  ].join('\n');
}

function lasting({ until, provider }: Lifetime, now: Date): string {
  if (until !== undefined) return `Its credentials last until ${localTime(until)} (${timeLeft(until, now)}).`;
  return provider === undefined
    ? 'Its credentials are asked for when they are needed.'
    : `Its credentials renew themselves while you are signed in at ${provider}; the prompt says when that is over.`;
}
