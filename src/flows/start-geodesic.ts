import type { AuthSection } from '../domain/auth.ts';
import type { Geodesic, GeodesicState, Wrapper } from '../domain/geodesic.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { Ports } from '../ports.ts';
import { signInFindings } from './examine-portals.ts';
import { type Followed, geodesicEnvironment, servedVariables } from './geodesic-environment.ts';
import { assertStartable } from './geodesic-findings.ts';
import { serveKeys } from './serve-keys.ts';

/** One start of a project's Geodesic. */
export interface GeodesicStart {
  readonly project: Project;
  readonly auth: AuthSection;
  readonly geodesic: Geodesic;
  readonly state: GeodesicState;
  /** The name of ATMOS_IDENTITY in the container (`false` for nobody), or with `serve` of whose keys are served. */
  readonly identity?: string;
  readonly serve: boolean;
}

/**
 * Opens a shell in the project's container, which is started where none runs, and returns the shell's exit code. What it
 * mounts of the home is made first. Throws what `assertStartable` and `serveKeys` throw, Problem `usage` where keys cannot
 * be served to what is there.
 */
export async function startGeodesic(ports: Ports, start: GeodesicStart): Promise<number> {
  const { geodesic, state, project } = start;
  assertStartable(geodesic, state, 'built');
  const wrapper = state.wrapper as Wrapper;
  for (const folder of state.missingFolders) ports.writer.makeFolder(folder);
  for (const line of warnings(start)) ports.terminal.say(line);
  const run = (followed: Followed) =>
    ports.children.run({
      file: wrapper.path,
      args: [],
      cwd: project.configFolder ?? ports.here.folder,
      change: geodesicEnvironment(ports.environment, followed),
    });
  if (!start.serve) {
    for (const line of signInWarnings(ports, start)) ports.terminal.say(line);
    return (await run({ ...following(start), served: {} })).exitCode;
  }
  assertServable(geodesic, state, wrapper);
  const profiles = chosenProfiles(project);
  const served = await serveKeys(ports, {
    port: 0,
    ...(start.identity !== undefined && { identity: start.identity }),
    ...(profiles !== undefined && { profiles }),
  });
  try {
    ports.terminal.say(`Keys of ${served.identity} are served to this shell, and renewed, until it ends.`);
    const { identity: _, ...rest } = following(start);
    return (await run({ ...rest, served: servedVariables(ports, served) })).exitCode;
  } finally {
    await served.close();
  }
}

/** What `startGeodesic` would set, without what is made when it runs. */
export function previewGeodesic(ports: Pick<Ports, 'environment'>, start: GeodesicStart) {
  return geodesicEnvironment(ports.environment, { ...following(start), served: {} });
}

const chosenProfiles = ({ profiles }: Project): readonly string[] | undefined => {
  const chosen = profiles.filter(({ from }) => from !== 'profiles.default').map(({ name }) => name);
  return chosen.length === 0 ? undefined : chosen;
};

function following({ project, identity }: GeodesicStart): Omit<Followed, 'served'> {
  const profiles = chosenProfiles(project);
  return {
    ...(profiles && { profile: profiles.join(',') }),
    ...(identity !== undefined && { identity }),
  };
}

function warnings({ geodesic, state }: GeodesicStart): readonly string[] {
  const { container, image, missingFolders } = state;
  return [
    ...(image?.stale
      ? [
          `${geodesic.image}:${geodesic.tag} is older than its Dockerfile. Build it again: atmos-kit geodesic up`,
        ]
      : []),
    ...(container === undefined
      ? []
      : [`${geodesic.name} runs already (${container.id}): this opens another shell in it.`]),
    ...(container !== undefined && missingFolders.length > 0
      ? [
          `It does not see ${missingFolders.join(', ')}, which were not there when it started: leave its shells and start again.`,
        ]
      : []),
  ];
}

/** Nobody can sign in in the container: it has no browser, and the host's answers go to the host. */
function signInWarnings(ports: Pick<Ports, 'keyring' | 'clock'>, { auth, project }: GeodesicStart) {
  const missing = signInFindings(ports, auth).filter(({ level }) => level === 'warning');
  return [
    ...missing.map(
      ({ subject, text, fix }) => `${subject}: ${text}. Sign in on this side, not in the container: ${fix}`,
    ),
    ...(project.kit.share.includes('atmos')
      ? []
      : [
          'Atmos in the container does not see your sign-in: set kit.share: [atmos] in atmos.yaml, or use --serve.',
        ]),
  ];
}

function assertServable({ name }: Geodesic, { container }: GeodesicState, wrapper: Wrapper): void {
  if (!wrapper.takesExecArguments)
    throw new Problem({
      code: 'usage',
      message: `${wrapper.path} is of an older Geodesic, which cannot be told what only one shell is to have.`,
      hint: 'Take a newer base image in the Dockerfile, then: atmos-kit geodesic up',
    });
  if (container !== undefined && !container.hostNetwork)
    throw new Problem({
      code: 'usage',
      message: `${name} runs already, and in a network of its own: it cannot reach what is served on 127.0.0.1 here.`,
      hint: `Leave its shells, or: docker kill ${name}. Then start it again with --serve.`,
    });
}
