import { environmentOf } from '../src/flows/environment-of.ts';
import { environmentRequest } from './environment-request.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { environmentText, notUnset } from './speak/environment.ts';
import type { RunVerb } from './verb-context.ts';

/** `auth env`: what makes a shell or a tool run as an identity, as text for it to read. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const format = textFlag(call, 'format') ?? 'bash';
  const { here, anywhere } = await environmentOf(ports, environmentRequest(call), isOn(call, 'login'));
  if (format !== 'github') {
    print(environmentText(anywhere, format));
    return 0;
  }
  // Whoever reads the job's log must not see them. The runner takes such lines from stderr as well.
  for (const name of secrets) if (here[name]) ports.terminal.say(`::add-mask::${here[name]}`);
  for (const name of notUnset(here))
    ports.terminal.say(`::warning::A job cannot unset ${name}, which outranks keys for some tools.`);
  print(environmentText(here, format));
  return 0;
};

const secrets = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
