import { Problem } from '../src/domain/problem.ts';
import { findIntegration, runIntegration } from '../src/flows/integrations.ts';
import { openConfiguredProject } from '../src/flows/load-auth.ts';
import { runKeys } from '../src/flows/run-credentials.ts';
import { usage } from './grammar/read-call.ts';
import { isOn } from './grammar/verb.ts';
import { integrationsText } from './speak/integrations.ts';
import { projectFlags, type VerbContext } from './verb-context.ts';

/** Does what the integration of a name is for, where it is about a cluster or a registry; what fails is a Problem here. */
export async function runNamedIntegration(
  { call, ports }: VerbContext,
  name: string,
  about: 'cluster' | 'registry',
): Promise<number> {
  const found = await openConfiguredProject(ports, projectFlags(call));
  const { integration, identity, chain } = findIntegration(found, name);
  if (integration.fault === undefined && integration[about] === undefined)
    throw usage(
      call.verb,
      `The integration ${integration.name} is of kind ${integration.kind}, which is about no ${about}.`,
    );
  if (isOn(call, 'dry-run')) {
    ports.terminal.say(
      `Would run the integration ${integration.name} (${integration.kind}) as ${identity.name}.`,
    );
    return 0;
  }
  const keysOf = async () => {
    const keys = await runKeys(ports, { auth: found.auth, chain });
    if (keys !== undefined) return keys;
    throw new Problem({
      code: 'credentials-unavailable',
      message: `${identity.name} has no keys of its own.`,
      hint: 'Give the integration another via.identity.',
    });
  };
  const done = await runIntegration(ports, found.project, integration, chain, keysOf);
  const lines = integrationsText([{ name: integration.name, done }], 'run', undefined);
  ports.terminal.say(lines[0] ?? `${integration.name}: nothing had to be changed.`);
  return 0;
}
