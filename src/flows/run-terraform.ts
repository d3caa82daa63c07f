import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { isProblem } from '../domain/problem.ts';
import type { Ports } from '../ports.ts';
import { digest } from '../store/memo.ts';
import type { TerraformCommand, TerraformRun } from '../terraform/terraform-run.ts';

export interface RunOptions {
  /** Put before each line of output. */
  readonly label?: string | undefined;
  /** Done first, once the folder is this run's own. */
  readonly before?: () => void;
  /** Done last, while the folder is still this run's own. Its number becomes the exit code. */
  readonly after?: (change: EnvironmentChange) => Promise<number>;
}

/** How long a run waits for another one in the same folder. */
const folderWaitMs = 60 * 60_000;

/**
 * Writes a run's files and runs its commands one after the other, as `credentials` say; returns the exit code of
 * the last one that ran. One run per folder at a time: stacks that share a component's folder share its generated
 * backend file too.
 */
export async function runTerraform(
  ports: Pick<Ports, 'writer' | 'files' | 'children' | 'leases' | 'terminal'>,
  run: TerraformRun,
  program: string,
  credentials: EnvironmentChange,
  { label, before, after }: RunOptions = {},
): Promise<number> {
  return inFolder(ports, run.folder, async () => {
    before?.();
    for (const file of run.files) writeIfChanged(ports, file);
    for (const path of run.remove) ports.writer.remove(path);
    const change = { ...run.change, ...pluginCache(ports, run), ...credentials };
    let exitCode = 0;
    for (const command of run.commands) {
      exitCode = await runCommand(ports, run, program, command, change, label);
      if (exitCode !== 0) break;
    }
    if (exitCode === 0 && after !== undefined) exitCode = await after(change);
    for (const { path, when } of run.cleanUp)
      if (when === 'always' || exitCode === 0) ports.writer.remove(path);
    return exitCode;
  });
}

/** Does `work` while no other run of ours is in a folder. Problem `lock-timeout` after an hour. */
export function inFolder<T>(
  { leases, terminal }: Pick<Ports, 'leases' | 'terminal'>,
  folder: string,
  work: () => Promise<T>,
): Promise<T> {
  return leases.hold(`terraform-${digest(folder)}`, work, {
    waitMs: folderWaitMs,
    onWait: (holder) =>
      terminal.say(`Another run is busy in ${folder} (${holder}); waiting for it. Ctrl-C ends the waiting.`),
  });
}

async function runCommand(
  ports: Pick<Ports, 'children' | 'terminal'>,
  run: TerraformRun,
  program: string,
  { args, quiet, fallback, change: own }: TerraformCommand,
  change: EnvironmentChange,
  label: string | undefined,
): Promise<number> {
  const child = (words: readonly string[]) =>
    ports.children.run(
      { file: program, args: words, cwd: run.folder, change: { ...change, ...own } },
      { quiet, ...(label !== undefined && { label }) },
    );
  let ran = args;
  let result = await child(ran);
  if (fallback !== undefined && result.exitCode === fallback.exitCode) {
    ran = fallback.args;
    result = await child(ran);
  }
  // What was not asked for must say what it is when it fails.
  if (quiet && result.exitCode !== 0)
    ports.terminal.say(
      `${basename(program)} ${ran.join(' ')} ended with exit code ${result.exitCode}:\n${stripVTControlCharacters(result.output).trimEnd()}`,
    );
  return result.exitCode;
}

function writeIfChanged(ports: Pick<Ports, 'writer' | 'files'>, file: TerraformRun['files'][number]): void {
  if (ports.files.read(file.path) !== file.content) ports.writer.write(file.path, file.content, file.mode);
}

// Terraform refuses to start with a cache folder that is not there; without one it only downloads more.
function pluginCache(
  ports: Pick<Ports, 'writer' | 'files'>,
  { pluginCache }: TerraformRun,
): EnvironmentChange {
  if (pluginCache === undefined) return {};
  try {
    if (ports.files.stat(pluginCache.folder)?.type !== 'folder') ports.writer.makeFolder(pluginCache.folder);
    return pluginCache.change;
  } catch (error) {
    if (isProblem(error)) return {};
    throw error;
  }
}
