/** A small project in a git repository, and the built program run in it: no cloud, no emulator. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type PseudoTerminal, startOnTerminal } from '../src/edge/pseudo-terminal.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class StacksOnDisk {
  readonly scratch = realpathSync(mkdtempSync(join(tmpdir(), 'stacks-')));
  readonly project = join(this.scratch, 'project');
  readonly #env = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: this.scratch,
    TMPDIR: this.scratch,
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: this.scratch,
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) => [
        [`GIT_${who}_NAME`, 'somebody'],
        [`GIT_${who}_EMAIL`, 'somebody@example.invalid'],
      ]),
    ),
  };

  constructor(files: Readonly<Record<string, string>>) {
    this.write({
      'atmos.yaml': [
        'base_path: "."',
        'components: {terraform: {base_path: tf}}',
        'stacks: {base_path: stacks, included_paths: ["orgs/**/*"], excluded_paths: ["**/_*"], name_pattern: "{tenant}-{stage}"}',
        'workflows: {base_path: flows}',
        'schemas: {jsonschema: {base_path: schemas}}',
        '',
      ].join('\n'),
      ...files,
    });
  }

  /** Writes files of the project, by path below it. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.project, path)), { recursive: true });
      writeFileSync(join(this.project, path), text);
    }
  }

  remove(path: string): void {
    rmSync(join(this.project, path), { recursive: true });
  }

  git(...args: readonly string[]): void {
    execFileSync('git', ['-C', this.project, ...args], { env: this.#env, stdio: 'pipe' });
  }

  /** Puts everything into a first, or another, commit. */
  commit(): void {
    this.git('init', '-q');
    this.git('add', '-A');
    this.git('commit', '-qm', 'all');
  }

  kit(words: string | readonly string[], variables: Readonly<Record<string, string>> = {}): Ended {
    const args = typeof words === 'string' ? words.split(' ') : words;
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: this.project,
      env: { ...this.#env, ...variables },
      encoding: 'utf8',
    });
    return { exitCode: status ?? -1, stdout, stderr };
  }

  onTerminal(words: string): PseudoTerminal {
    return startOnTerminal([process.execPath, program, ...words.split(' ')], this.project, this.#env, 120);
  }

  close(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

/** Runs `work` on a project; everything goes afterwards. */
export async function onDisk(
  files: Readonly<Record<string, string>>,
  work: (stacks: StacksOnDisk) => void | Promise<void>,
): Promise<void> {
  const stacks = new StacksOnDisk(files);
  try {
    await work(stacks);
  } finally {
    stacks.close();
  }
}
