import { $ } from 'zx/core';
import type { Geodesic } from '../src/domain/geodesic.ts';
import { Problem } from '../src/domain/problem.ts';
import { quoteCommand } from '../src/domain/shell-word.ts';
import { assertStartable } from '../src/flows/geodesic-findings.ts';
import { geodesicState } from '../src/flows/geodesic-state.ts';
import { startGeodesic } from '../src/flows/start-geodesic.ts';
import { geodesicProject } from './geodesic-project.ts';
import { isOn } from './grammar/verb.ts';
import { exitCodeOf } from './program-runner.ts';
import type { RunVerb, VerbContext } from './verb-context.ts';

/** `geodesic up`: builds the image, installs the wrapper, and opens a shell. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const start = await geodesicProject(context);
  const { geodesic } = start;
  assertStartable(geodesic, start.state, 'docker');
  if (ports.files.stat(geodesic.dockerfile)?.type !== 'file')
    throw new Problem({
      code: 'file-unreadable',
      message: `There is no Dockerfile at ${geodesic.dockerfile}.`,
      hint: 'Name it in kit.geodesic.dockerfile of atmos.yaml.',
    });
  const docker = start.state.docker as string;
  const build = buildCommand(docker, geodesic, isOn(call, 'pull'));
  const install = installerCommand(docker, geodesic);
  if (isOn(call, 'dry-run')) {
    const shell = isOn(call, 'no-run') ? [] : ['atmos-kit geodesic run'];
    print(
      `${[quoteCommand(build), `${quoteCommand(install)} | bash -s ${geodesic.tag}`, ...shell].join('\n')}\n`,
    );
    return 0;
  }
  ports.terminal.say(`Building ${geodesic.image}:${geodesic.tag} from ${geodesic.dockerfile}`);
  const built = await onTerminal(context, build);
  if (built !== 0) return built;
  ports.terminal.say(`Installing the wrapper ${geodesic.name}`);
  const installed = await installWrapper(context, install, geodesic);
  if (installed !== 0) return installed;
  if (isOn(call, 'no-run')) return 0;
  return startGeodesic(ports, { ...start, state: await geodesicState(ports, geodesic) });
};

const buildCommand = (docker: string, { image, tag, dockerfile, context }: Geodesic, pull: boolean) => [
  ...[docker, 'build', '--tag', `${image}:${tag}`, '--file', dockerfile],
  ...(pull ? ['--pull'] : []),
  context,
];

const installerCommand = (docker: string, { image, tag }: Geodesic) => [
  ...[
    docker,
    'run',
    '--rm',
    '--env=APP_NAME',
    '--env=DOCKER_IMAGE',
    '--env=DOCKER_TAG',
    '--env=INSTALL_PATH',
  ],
  `${image}:${tag}`,
];

/**
 * The image prints a script, and that installs the wrapper on the host. The script is run once it is whole: half of one
 * would be carried out as far as it goes. Source: the Makefile of Cloud Posse's reference architecture.
 */
async function installWrapper(
  { ports }: Pick<VerbContext, 'ports'>,
  command: readonly string[],
  { name, image, tag }: Geodesic,
): Promise<number> {
  const env = { ...process.env, APP_NAME: name, DOCKER_IMAGE: image, DOCKER_TAG: tag };
  const quiet = { nothrow: true, quiet: true, cwd: ports.here.folder, env } as const;
  const printed = await $({ ...quiet, stdio: ['ignore', 'pipe', 'inherit'] })`${command}`;
  if (printed.exitCode !== 0 || printed.stdout.trim() === '')
    throw new Problem({
      code: 'geodesic-not-installed',
      message: `${image}:${tag} prints no installer of its wrapper (exit code ${printed.exitCode}).`,
      hint: 'Is it built on Geodesic? Look at FROM in its Dockerfile.',
    });
  const { exitCode, signal } = await $({
    ...quiet,
    input: printed.stdout,
    stdio: ['pipe', 'inherit', 'inherit'],
  })`bash -s ${tag}`;
  return exitCode ?? exitCodeOf(signal);
}

async function onTerminal({ ports }: Pick<VerbContext, 'ports'>, [file = '', ...args]: readonly string[]) {
  const command = { file, args, cwd: ports.here.folder, change: {} };
  return (await ports.children.run(command)).exitCode;
}
