import { Problem } from '../src/domain/problem.ts';
import { changesNothing, type FileChange } from '../src/flows/file-change.ts';
import { isOn } from './grammar/verb.ts';
import { fileDiff } from './speak/file-diff.ts';
import type { VerbContext } from './verb-context.ts';

/**
 * Shows what becomes of a person's files and asks whether that may be: undefined where it may, else the exit code to end
 * with. A dry run prints it and ends. Throws Problem `usage` where nobody can be asked and --yes was not said.
 */
export async function endsInsteadOf(
  { call, ports, print }: VerbContext,
  all: readonly FileChange[],
): Promise<number | undefined> {
  const changes = all.filter((change) => !changesNothing(change));
  const diff = changes.map(fileDiff).join('');
  if (isOn(call, 'dry-run')) {
    print(diff);
    return 0;
  }
  if (changes.length === 0) return undefined;
  ports.terminal.say(diff.trimEnd());
  const paths = changes.map(({ path }) => path).join(', ');
  if (isOn(call, 'yes')) return undefined;
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'usage',
      message: `This changes ${paths}, and nobody can be asked without a terminal.`,
      hint: 'Say --yes, or look with --dry-run first.',
    });
  if (await ports.terminal.confirm(`Change ${paths}?`)) return undefined;
  ports.terminal.say('Nothing was changed.');
  return 1;
}
