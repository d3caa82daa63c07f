/** A docker without an engine at a desk: what it has is said, and every call is noted. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Desk } from './desk.ts';

const programs = join(import.meta.dirname, 'programs');

/** A wrapper as Geodesic's image installs it. */
export const wrapperText = readFileSync(join(programs, 'geodesic-wrapper.sh'), 'utf8');

export interface DockerCall {
  readonly argv: readonly string[];
  /** The variables that it was given, by name or with a value. */
  readonly given: Readonly<Record<string, string>>;
}

export interface StandInDocker {
  /** PATH with this docker, and the wrapper once it is installed; and where docker keeps what it has. */
  readonly variables: { readonly PATH: string; readonly DOCKER_STAND_IN: string };
  /** What docker has; undefined takes it away. */
  has(name: 'daemon' | 'image' | 'container' | 'installer' | 'build-fails', value: string | undefined): void;
  /** Installs the wrapper, as its image would. */
  installWrapper(text?: string): void;
  /** A program that runs in the container. */
  inContainer(script: string): void;
  /** Calls that are more than questions. */
  calls(): readonly DockerCall[];
}

export function standInDocker(desk: Desk): StandInDocker {
  const [state, bin] = [join(desk.folder, 'docker'), join(desk.folder, 'docker-bin')];
  for (const folder of [state, bin]) mkdirSync(folder);
  const program = (file: string, text: string) => {
    writeFileSync(file, text);
    chmodSync(file, 0o755);
  };
  program(
    join(bin, 'docker'),
    `#!${process.execPath}\n${readFileSync(join(programs, 'docker.cjs'), 'utf8')}`,
  );
  return {
    variables: { PATH: `${bin}:${desk.variables['PATH']}`, DOCKER_STAND_IN: state },
    has(name, value) {
      if (value === undefined) rmSync(join(state, name), { force: true });
      else writeFileSync(join(state, name), value);
    },
    installWrapper: (text = wrapperText) => program(join(bin, 'acme'), text),
    inContainer: (script) => program(join(state, 'in-container'), script),
    calls: () =>
      readFileSync(join(state, 'calls.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as DockerCall)
        .filter(({ argv }) => ['build', 'run', 'exec'].includes(argv[0] ?? '')),
  };
}
