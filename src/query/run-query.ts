import { Problem } from '../domain/problem.ts';
import type { Value } from '../domain/value.ts';
import { treeOf } from '../yaml/plain-value.ts';
import { printJson, readJson } from '../yaml/print-json.ts';
import { otherMeaning } from './other-meaning.ts';

/**
 * What an expression finds in some data: the part of the language that yq, which Atmos speaks, and jq, which answers
 * here, have in common. Nothing found is null.
 * Throws Problem `construct-not-supported` for what only yq knows or understands otherwise, `usage` for an expression
 * that is wrong, does not fit the data, or finds several things.
 */
export async function runQuery(value: Value, expression: string): Promise<Value> {
  const other = otherMeaning(expression);
  if (other !== undefined)
    throw new Problem({
      code: 'construct-not-supported',
      message: `${other.name} in --query would not mean here what it means to Atmos.`,
      hint: other.instead,
    });
  const { default: loading } = await import('jq-web');
  const jq = await loading;
  const json = printJson(value, true);
  // The blank keeps an expression such as `-1` from being a flag; jq-web answers with nothing where jq writes nothing.
  const answers = (attempt(expression, () => jq.raw(json, ` ${expression}`, ['-c'])) ?? '')
    .split('\n')
    .filter((line) => line !== '');
  if (answers.length > 1)
    throw new Problem({
      code: 'usage',
      message: `The query ${expression} finds ${answers.length} things.`,
      hint: `Make one list of them: --query '[${expression}]'`,
    });
  return treeOf(readJson(answers[0] ?? 'null'), value.at);
}

function attempt<T>(expression: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? (error as Error).message);
    throw explained(expression, said);
  }
}

function explained(expression: string, said: string): Problem {
  const unknown =
    /(\S+)\/\d+ is not defined/.exec(said)?.[1] ?? /(\w+) is not a valid format/.exec(said)?.[1];
  if (unknown !== undefined)
    return new Problem({
      code: 'construct-not-supported',
      message: `${unknown} in --query is not known: queries are written in what yq and jq have in common.`,
      hint: 'Print everything with --format json, and hand it to the program of your choice.',
    });
  const reason = said.replace(/^jq: error( \([^)]*\))?: /, '').split(/ at <top-level>|\n/)[0] ?? '';
  const indexing = /^Cannot (index|iterate)/.test(reason);
  return new Problem({
    code: 'usage',
    message: `The query ${expression} has no answer: ${reason.replace(/ \(Unix shell quoting issues\?\)/, '')}.`,
    hint: indexing
      ? 'Put a question mark behind a step that may lead nowhere: .a.b?'
      : 'Look at the data without --query.',
  });
}
