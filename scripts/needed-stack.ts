import type { Problem } from '../src/domain/problem.ts';
import { usage } from './grammar/read-call.ts';
import { type Call, textFlag } from './grammar/verb.ts';

/** The component and the stack of a verb that needs both. Throws Problem `usage`. */
export function neededStack(call: Call): { readonly component: string; readonly stack: string } {
  const [component = ''] = call.words;
  const stack = textFlag(call, 'stack');
  if (stack === undefined) throw withoutStack(call, component);
  return { component, stack };
}

function withoutStack(call: Call, component: string): Problem {
  const name = call.verb.path.join(' ');
  return usage(call.verb, `${name} ${component} needs a stack: -s STACK.`);
}
