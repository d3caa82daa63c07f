import { settleChoice } from '../src/flows/choose-identity.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { lookAtIdentity, reportOf } from '../src/flows/identity-report.ts';
import { reportQuestion } from '../src/flows/questions.ts';
import { answerOrFetch } from '../src/flows/remember.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { identityText } from './speak/identity.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `identity`: who runs a component in a stack, and why. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const [component = ''] = call.words;
  const stack = textFlag(call, 'stack');
  if (stack === undefined) throw usage(call.verb, 'identity needs a stack: -s STACK.');
  const identity = textFlag(call, 'identity');
  const request = { component, stack, ...(identity !== undefined && { identity }), ...projectFlags(call) };
  const folder = ports.here.folder;
  const report =
    (await answerOrFetch(ports, reportQuestion(folder, request), (world) => {
      const found = lookAtIdentity(world, folder, request);
      return 'report' in found ? found.report : undefined;
    })) ?? (await askFor());
  const format = (textFlag(call, 'format') ?? 'table') as 'table' | 'json';
  print(identityText(report, { format, explain: isOn(call, 'explain') }));
  return 0;

  async function askFor() {
    const found = await evaluated(ports, (world) => lookAtIdentity(world, folder, request));
    if ('report' in found) return found.report;
    return reportOf(found.open, await settleChoice(ports, found.open.auth, found.open.choice));
  }
};
