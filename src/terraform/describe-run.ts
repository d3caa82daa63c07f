import { relative } from 'node:path';
import { quoteCommand, quoteForShell } from '../domain/shell-word.ts';
import type { GeneratedFile, TerraformCommand, TerraformRun } from './terraform-run.ts';

/**
 * What a run would do, for people: lines that can be pasted into a shell, and the files with their content. Only
 * `unset` is not for fish, where it is `set -e`. Where `change` holds no secret, neither does this text.
 */
export function describeRun(run: TerraformRun): string {
  const paths = (list: readonly string[]) =>
    list.map((path) => quoteCommand(['rm', '-f', inFolder(run, path)]));
  const sections = [
    section('Folder', [quoteCommand(['cd', run.folder])]),
    section('Workspace', [run.workspace]),
    section('Environment', environment(run)),
    section(
      'Files',
      run.files.flatMap((file) => fileLines(run, file)),
    ),
    section('Removed first', paths(run.remove)),
    section(
      'Commands',
      run.commands.map((command) => commandLine(run, command)),
    ),
    section(
      'Removed after success',
      paths(run.cleanUp.filter(({ when }) => when === 'after-success').map(({ path }) => path)),
    ),
    section(
      'Removed at the end',
      paths(run.cleanUp.filter(({ when }) => when === 'always').map(({ path }) => path)),
    ),
    section('Mind', run.warnings),
  ];
  return sections.filter((text) => text !== '').join('\n');
}

/** The same as JSON text: two spaces, a line break at the end, modes in octal, null for an unset variable. */
export function runAsJson(run: TerraformRun): string {
  const data = {
    folder: run.folder,
    workspace: run.workspace,
    environment: { ...run.change, ...run.pluginCache?.change },
    files: run.files.map(({ mode, ...file }) => ({ ...file, mode: octal(mode) })),
    remove: run.remove,
    commands: run.commands.map(({ step, args, fallback, change }) => ({
      step,
      argv: [run.program, ...args],
      ...(change === undefined ? {} : { environment: change }),
      ...(fallback === undefined
        ? {}
        : { fallback: { exitCode: fallback.exitCode, argv: [run.program, ...fallback.args] } }),
    })),
    cleanUp: run.cleanUp,
    warnings: run.warnings,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function environment(run: TerraformRun): readonly string[] {
  const change = Object.entries({ ...run.change, ...run.pluginCache?.change }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const gone = change.filter(([, value]) => value === null).map(([name]) => name);
  const set = change.flatMap(([name, value]) =>
    value === null ? [] : [`export ${quoteForShell(name)}=${quoteForShell(value)}`],
  );
  return gone.length === 0 ? set : [...set, quoteCommand(['unset', ...gone])];
}

function fileLines(run: TerraformRun, file: GeneratedFile): readonly string[] {
  const content = file.content.split('\n').map((line) => `  ${line}`);
  return [`${inFolder(run, file.path)} (${file.purpose}, mode ${octal(file.mode)})`, ...content];
}

function commandLine(run: TerraformRun, { args, fallback, change = {} }: TerraformCommand): string {
  const own = Object.entries(change).flatMap(([name, value]) =>
    value === null ? ['-u', name] : [`${name}=${value}`],
  );
  const line = (words: readonly string[]) =>
    quoteCommand([...(own.length > 0 ? ['env', ...own] : []), run.program, ...words]);
  return fallback === undefined ? line(args) : `${line(args)} || ${line(fallback.args)}`;
}

/** A path as it reads from the run's folder; an absolute one where it lies elsewhere. */
function inFolder(run: TerraformRun, path: string): string {
  const below = relative(run.folder, path);
  return below.startsWith('..') ? path : below;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
