/** A small organization on a real disk, asked with an index that goes from question to question and without one. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isSuspended, noEffects } from '../../../src/domain/effect.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import { diskFiles } from '../../../src/edge/disk-files.ts';
import { fileWriter } from '../../../src/edge/file-writer.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import { chosenProject } from '../../../src/flows/chosen-project.ts';
import { answerAndRemember } from '../../../src/flows/remember.ts';
import type { Files, World } from '../../../src/ports.ts';
import { describeComponent } from '../../../src/stacks/describe-component.ts';
import { listInstances } from '../../../src/stacks/list-instances.ts';
import { recall } from '../../../src/store/memo.ts';

export const configuration = (more = '', stacks = 'name_pattern: "{tenant}-{stage}"'): string =>
  [
    'base_path: "."',
    'components: {terraform: {base_path: tf}}',
    `stacks: {base_path: stacks, included_paths: ["orgs/**/*"], excluded_paths: ["**/_*"], ${stacks}}`,
    'templates: {settings: {enabled: true}}',
    more,
    '',
  ].join('\n');

export class IndexedOrganization {
  readonly scratch = realpathSync(mkdtempSync(join(tmpdir(), 'index-')));
  readonly folder = join(this.scratch, 'project');
  readonly answers = join(this.scratch, 'answers');
  variables: Record<string, string> = {};
  build = 'test';
  profiles: readonly string[] = [];
  /** What time it is, for whoever asks; undefined: nobody answers. */
  now: number | undefined;
  /** Whether the disk notes times in steps only, as some do. */
  coarse = false;

  constructor(files: Readonly<Record<string, string>>) {
    this.write({ 'atmos.yaml': configuration(), ...files });
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), text);
    }
  }

  has(path: string): boolean {
    return existsSync(this.path(path));
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true, force: true });
  }

  move(from: string, to: string): void {
    mkdirSync(dirname(this.path(to)), { recursive: true });
    renameSync(this.path(from), this.path(to));
  }

  link(target: string, path: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    rmSync(this.path(path), { recursive: true, force: true });
    symlinkSync(target, this.path(path));
  }

  close(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** `vpc -s a-dev` as everything that is said of it, or as its Problem; nothing is remembered. */
  plainly(asked: string): string {
    return spoken(() =>
      this.#look({ files: diskFiles(), environment: this.#environment, ...this.#effects }, asked),
    );
  }

  /** The same with the index, and which files below stacks/ were read. */
  indexed(asked: string): { readonly answer: string; readonly read: readonly string[] } {
    const read = new Set<string>();
    const disk = this.coarse ? inSteps(diskFiles()) : diskFiles();
    const files = noting(disk, (path) => read.add(path));
    const answer = spoken(() =>
      answerAndRemember(this.#ports(files), asked, (world) =>
        this.#look({ ...world, effects: noEffects, ...this.#effects }, asked),
      ),
    );
    const below = `${this.path('stacks')}/`;
    return {
      answer,
      read: [...read]
        .filter((path) => path.startsWith(below))
        .map((path) => path.slice(below.length))
        .sort(),
    };
  }

  /** The answer that was kept, where it still counts. */
  recalled(asked: string): string | undefined {
    if (this.now !== undefined) return undefined;
    return recall(this.answers, asked, this.build, this.variables) as string | undefined;
  }

  get #effects() {
    const { now } = this;
    return now === undefined
      ? {}
      : { effects: { answer: ({ type }: { type: string }) => (type === 'now' ? now : 'UTC') } };
  }

  get #environment() {
    return processEnvironment(this.variables);
  }

  #ports(files: Files) {
    const { folder, answers, build } = this;
    return {
      files,
      environment: this.#environment,
      writer: fileWriter(),
      clock: { now: () => new Date(), sleep: async () => {} },
      here: {
        folder,
        program: [],
        unattended: false,
        build,
        answers,
        generated: '',
        keyFiles: '',
        browsers: '',
        audit: '',
        clusters: '',
        shell: '',
        platform: 'linux',
        emulator: '',
      },
    };
  }

  #look(world: World, asked: string): string {
    const project = chosenProject(world, this.folder, { profiles: this.profiles });
    if (asked === 'list') {
      const { instances, faults } = listInstances(world, project);
      return JSON.stringify({ instances, faults: faults.map(told) });
    }
    const [component = '', stack = ''] = asked.split(' -s ');
    const { sections, warnings } = describeComponent(world, project, { component, stack });
    return JSON.stringify({ sections, warnings: warnings.map(told) }, replacer);
  }
}

const replacer = (_: string, value: unknown): unknown =>
  value instanceof Map ? [...value] : typeof value === 'bigint' ? `${value}n` : value;

const told = (error: { code: string; message: string; hint?: string | undefined; at?: unknown }) => [
  error.code,
  error.message,
  error.hint,
  error.at,
];

function spoken(look: () => string): string {
  try {
    return look();
  } catch (error) {
    if (isProblem(error)) return JSON.stringify(told(error));
    if (isSuspended(error)) return JSON.stringify(error.requests);
    throw error;
  }
}

function noting(files: Files, note: (path: string) => void): Files {
  return {
    stat: (path) => files.stat(path),
    list: (path) => files.list(path),
    read(path) {
      note(path);
      return files.read(path);
    },
  };
}

const stepMs = 40;

/** Files on a disk whose times go in steps: two changes within one step look alike when they are of one length. */
function inSteps(files: Files): Files {
  return {
    ...files,
    stat(path) {
      const stat = files.stat(path);
      if (stat === undefined) return undefined;
      const [inode, size, ...times] = stat.stamp.split('.');
      const steps = times.map((time) => `${Math.floor(Number(time) / 1e6 / stepMs) * stepMs}000000`);
      return { ...stat, stamp: [inode, size, ...steps].join('.') };
    },
  };
}

/** Longer than a file system's step of time: what was written before is old news. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80));
