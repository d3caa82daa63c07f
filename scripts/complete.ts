import { isProblem } from '../src/domain/problem.ts';
import { completionNames, type WhatWasSaid } from '../src/flows/completion-names.ts';
import { textQuestion } from '../src/flows/questions.ts';
import { answerAndRemember, withoutEffects } from '../src/flows/remember.ts';
import type { World } from '../src/ports.ts';
import { customNames } from './custom-names.ts';
import { textFlag } from './grammar/verb.ts';
import { sectionsOf } from './speak/troubleshooting.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/**
 * `complete`: the names that a shell's completion asks for, a line each with what it is after a tab. Silent, with exit code 1,
 * where the project cannot be read; nothing is run for it.
 */
export const run: RunVerb = async ({ call, ports, print }) => {
  const [source = ''] = call.words;
  if (source === 'codes') {
    print(
      sectionsOf()
        .map(({ code, says }) => `${code}\t${says}\n`)
        .join(''),
    );
    return 0;
  }
  const { folder } = ports.here;
  const said = Object.fromEntries(
    ['stack', 'component', 'workflow', 'file'].flatMap((name) => {
      const text = textFlag(call, name);
      return text === undefined ? [] : [[name, text]];
    }),
  ) as WhatWasSaid;
  const namesOf = (world: World) =>
    source === 'commands'
      ? customNames(world, folder, projectFlags(call), call.rest)
      : completionNames(world, folder, source, projectFlags(call), said);
  try {
    const found = withoutEffects(() =>
      answerAndRemember(ports, textQuestion(folder, call), (world) =>
        namesOf(world)
          // A name that holds a line's end cannot be told in lines, and nobody could type it.
          .filter(({ name }) => !/[\p{Cc}\p{Cf}]/u.test(name))
          .map(({ name, brief }) => `${name}\t${brief.replace(/[\p{Cc}\p{Cf}]/gu, ' ')}\n`)
          .join(''),
      ),
    );
    print(found?.answer ?? '');
    return found === undefined ? 1 : 0;
  } catch (error) {
    if (isProblem(error)) return 1;
    throw error;
  }
};
