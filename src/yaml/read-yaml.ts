import { Composer, LineCounter, Parser, type YAMLError } from 'yaml';
import { Problem } from '../domain/problem.ts';
import type { Value } from '../domain/value.ts';
import { NodeReader } from './node-reader.ts';

/**
 * The first document of a YAML text, or undefined where it holds nothing. Scalars mean what they mean to go-yaml,
 * tags that are not YAML's own stay on the value. `file` is only written down in places.
 * Throws Problem `yaml-invalid` with file, line and column. Source of the rules: go-yaml v3, which Atmos reads with.
 */
export function readYaml(text: string, file: string): Value | undefined {
  try {
    return firstDocument(text, file);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Problem({
      code: 'yaml-invalid',
      message: 'This nests more deeply than can be read.',
      hint: 'Take some of the brackets or levels out.',
      at: { file },
      cause,
    });
  }
}

function firstDocument(text: string, file: string): Value | undefined {
  const lines = new LineCounter();
  // Failsafe leaves every scalar as text: what it means is decided in one place, scalar.ts. Keys are compared there
  // too, because the library compares each with each.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, strict: true });
  for (const document of composer.compose(new Parser(lines.addNewLine).parse(text))) {
    const fault = document.errors[0];
    if (fault !== undefined) throw invalid(fault, text, file, lines);
    return document.contents === null ? undefined : new NodeReader(file, lines).document(document.contents);
  }
  return undefined;
}

function invalid(fault: YAMLError, text: string, file: string, lines: LineCounter): Problem {
  const { line, col } = lines.linePos(fault.pos[0]);
  const template = /\{\{/.test(text.split('\n')[line - 1] ?? '');
  return new Problem({
    code: 'yaml-invalid',
    message: `This is not valid YAML: ${sentence(fault.message)}`,
    hint: template
      ? 'A template must stand in quotes, or the file must end in .yaml.tmpl.'
      : `Correct line ${line} of the file.`,
    at: { file, line, column: col },
    cause: fault,
  });
}

/** The library's message without its excerpt of the file, which might show a secret. */
function sentence(message: string): string {
  const first = (message.split('\n')[0] as string).replace(/ at line \d+, column \d+:?$/, '');
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
