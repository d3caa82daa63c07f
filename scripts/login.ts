import { isOn, textFlag } from './grammar/verb.ts';
import { programRunner } from './program-runner.ts';
import { profilesOf, type RunVerb } from './verb-context.ts';

/** `login`: `auth login`, then `auth whoami`. */
export const run: RunVerb = async ({ call, ports }) => {
  const kit = programRunner(ports);
  const profile = profilesOf(call);
  const provider = textFlag(call, 'provider');
  const exitCode = await kit.run(
    'auth',
    'login',
    ...(provider === undefined ? [] : ['--provider', provider]),
    ...(isOn(call, 'device') ? ['--device'] : []),
    ...profile,
  );
  return exitCode === 0 ? kit.run('auth', 'whoami', ...profile) : exitCode;
};
