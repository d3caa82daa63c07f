import { Problem } from '../src/domain/problem.ts';
import { rowsOf } from './speak/rows.ts';
import { sectionsOf } from './speak/troubleshooting.ts';
import type { RunVerb } from './verb-context.ts';

/** `explain`: what a Problem's code means and what to do about it, or all codes that have a section. */
export const run: RunVerb = async ({ call, print }) => {
  const sections = sectionsOf();
  const [word] = call.words;
  if (word === undefined) {
    const rows = sections.map(({ code, says }) => [code, says]);
    print(rowsOf(call, ['Code', 'Means'], rows));
    return 0;
  }
  const section = sections.find(({ code }) => code === word.toLowerCase());
  if (section === undefined)
    throw new Problem({
      code: 'usage',
      message: `There is no section about "${word}"; there are ${sections.map(({ code }) => code).join(', ')}.`,
      hint: 'atmos-kit explain lists them with what they mean.',
    });
  print(section.text);
  return 0;
};
