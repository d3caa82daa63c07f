import { inert, inertLines } from '../domain/inert.ts';
import { Problem } from '../domain/problem.ts';
import type { Checklist, Terminal } from '../ports.ts';
import { isContinuousIntegration } from './continuous-integration.ts';
import { fuzzyFilter } from './fuzzy-filter.ts';
import { interruption } from './interruption.ts';
import { LastLine } from './last-line.ts';
import { titleLine } from './title-line.ts';

/** What a terminal is made of; `variables` are TERM, ATMOS_INTERACTIVE and the marks of CI; NO_COLOR is Node's own to honour. */
export interface TerminalParts {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * The person at stdin and stderr. Problems of a question: `interrupted` (130) for Ctrl-C, Escape or the end of the
 * input, `usage` where nobody can be asked.
 */
export function terminal({ stdin, stderr, variables }: TerminalParts): Terminal & Checklist {
  const automated = isContinuousIntegration(variables);
  const interactive =
    stdin.isTTY === true && stderr.isTTY === true && !automated && !isOff(variables['ATMOS_INTERACTIVE']);
  const replaces = stderr.isTTY === true && !automated && variables['TERM'] !== 'dumb';
  const line = new LastLine(
    (text) => stderr.write(text),
    replaces,
    () => stderr.columns || 80,
  );

  return {
    interactive,
    say: (text) => line.say(text),
    progress: (text, where) =>
      where === 'title' ? titleLine((sequence) => stderr.write(sequence), replaces, text) : line.start(text),
    async pick(question, choices) {
      const { search } = await import('@inquirer/prompts');
      const width = Math.max(0, ...choices.map(({ value }) => value.length));
      return ask(question, (context) =>
        search<string>(
          {
            message: inert(question),
            pageSize: 10,
            theme: { style: { keysHelpTip } },
            source: (typed) =>
              fuzzyFilter(choices, typed ?? '', ({ value, hint }) => `${value} ${hint ?? ''}`).map(
                ({ value, hint }) => ({
                  value,
                  name: inert(hint === undefined ? value : `${value.padEnd(width)}  ${hint}`),
                  short: inert(value),
                }),
              ),
          },
          context,
        ),
      );
    },
    async tick(question, choices) {
      const { checkbox } = await import('@inquirer/prompts');
      const width = Math.max(0, ...choices.map(({ value }) => value.length));
      return ask(question, (context) =>
        checkbox<string>(
          {
            message: inert(question),
            pageSize: 10,
            choices: choices.map(({ value, hint, ticked }) => ({
              value,
              name: inert(hint === undefined ? value : `${value.padEnd(width)}  ${hint}`),
              short: inert(value),
              checked: ticked,
            })),
          },
          context,
        ),
      );
    },
    async confirm(question) {
      const { confirm } = await import('@inquirer/prompts');
      return ask(question, (context) => confirm({ message: inertLines(question), default: false }, context));
    },
    async ask(question, { secret = false, check } = {}) {
      const { input, password } = await import('@inquirer/prompts');
      const asked = {
        message: inertLines(question),
        validate: (text: string) => check?.(text.trim()) ?? true,
      };
      const typed = await ask(question, (context) =>
        secret ? password({ ...asked, mask: '*' }, context) : input(asked, context),
      );
      return typed.trim();
    },
  };

  async function ask<T>(question: string, prompt: (context: PromptContext) => Promise<T>): Promise<T> {
    if (!interactive)
      throw new Problem({ code: 'usage', message: `Nobody can be asked here: ${question}`, exitCode: 2 });
    const controller = new AbortController();
    const abort = () => controller.abort();
    // The library ends for Ctrl-C only: after Ctrl-D or a lost terminal it would never come back.
    const key = (_: unknown, pressed: { name?: string; ctrl?: boolean } | undefined) => {
      if (pressed?.name === 'escape' || (pressed?.ctrl === true && pressed.name === 'd')) abort();
    };
    stdin.on('keypress', key).on('end', abort);
    try {
      return await prompt({ input: stdin, output: stderr, signal: controller.signal });
    } catch (error) {
      const ends = ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'];
      throw error instanceof Error && ends.includes(error.name) ? interruption() : error;
    } finally {
      stdin.off('keypress', key).off('end', abort);
    }
  }
}

// Of a long list only ten are shown, and nothing else says that typing narrows it.
const keysHelpTip = (keys: readonly (readonly [key: string, action: string])[]): string =>
  ['type to narrow', ...keys.map((words) => words.join(' '))].join(' • ');

interface PromptContext {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

const isOff = (text: string | undefined) => ['false', '0', 'f'].includes((text ?? '').toLowerCase());
