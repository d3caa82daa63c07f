import type { Finding } from '../domain/finding.ts';
import type { Geodesic, GeodesicState } from '../domain/geodesic.ts';
import { Problem } from '../domain/problem.ts';

/** What there is of Geodesic on this machine, in the order in which one needs the other. */
export function geodesicFindings(geodesic: Geodesic, state: GeodesicState): readonly Finding[] {
  if (state.inside)
    return [
      { subject: 'geodesic', level: 'note', text: 'this is a shell of Geodesic; the rest is the host’s' },
    ];
  return [
    docker(state),
    ...(state.daemon ? [image(geodesic, state)] : []),
    wrapper(geodesic, state),
    container(geodesic, state),
    ...folders(state),
  ];
}

function docker({ docker: path, daemon }: GeodesicState): Finding {
  const subject = 'docker';
  if (path === undefined)
    return {
      subject,
      level: 'broken',
      text: 'is not on PATH',
      fix: 'install it: https://docs.docker.com/get-docker',
    };
  if (daemon === undefined)
    return { subject, level: 'broken', text: `${path} is there, and no daemon answers it`, fix: startDocker };
  return { subject, level: 'ok', text: `${daemon} (${path})` };
}

const startDocker = 'start Docker Desktop, or: sudo systemctl start docker';

function image({ image: name, tag, dockerfile }: Geodesic, state: GeodesicState): Finding {
  const subject = 'image';
  const full = `${name}:${tag}`;
  const fix = 'atmos-kit geodesic up';
  if (state.image === undefined) return { subject, level: 'broken', text: `${full} is not built`, fix };
  const built = `${full} was built at ${state.image.created.toISOString()}`;
  if (state.image.stale)
    return { subject, level: 'warning', text: `${built}, before ${dockerfile} was last changed`, fix };
  return { subject, level: 'ok', text: built };
}

function wrapper({ name }: Geodesic, { wrapper: found }: GeodesicState): Finding {
  const subject = 'wrapper';
  if (found === undefined)
    return { subject, level: 'broken', text: `${name} is not installed`, fix: 'atmos-kit geodesic up' };
  if (!found.onPath)
    return {
      subject,
      level: 'note',
      text: `${found.path} is not on PATH; atmos-kit geodesic run finds it all the same`,
    };
  return { subject, level: 'ok', text: found.path };
}

function container({ name }: Geodesic, { container: running, image: built }: GeodesicState): Finding {
  const subject = 'container';
  if (running === undefined) return { subject, level: 'ok', text: 'none runs' };
  const text = `${name} runs (${running.id}); another shell opens in it`;
  return built?.stale
    ? { subject, level: 'warning', text: `${text}, and it is of an old image`, fix: `docker kill ${name}` }
    : { subject, level: 'ok', text };
}

function folders({ missingFolders, container: running }: GeodesicState): readonly Finding[] {
  if (missingFolders.length === 0)
    return [{ subject: 'folders', level: 'ok', text: 'what a container mounts of your home is there' }];
  const text = `a container will not see ${missingFolders.join(', ')}: not there when it starts`;
  const fix =
    running === undefined
      ? 'atmos-kit geodesic run makes them'
      : 'leave its shells, then: atmos-kit geodesic run';
  return [{ subject: 'folders', level: 'warning', text, fix }];
}

/**
 * Throws the Problem that keeps Geodesic from starting: `usage` in a shell of its own, `child-not-found` without docker,
 * `docker-unavailable` without a daemon. `needs` what is built is `geodesic-not-installed` where it is missing.
 */
export function assertStartable(geodesic: Geodesic, state: GeodesicState, needs: 'built' | 'docker'): void {
  if (state.inside)
    throw new Problem({
      code: 'usage',
      message: 'This is a shell of Geodesic already.',
      hint: 'Type exit to come back to the host, and start it from there.',
    });
  if (state.docker === undefined)
    throw new Problem({
      code: 'child-not-found',
      message: 'docker is not on PATH, and Geodesic is a container.',
      hint: 'Install it: https://docs.docker.com/get-docker. Everything else of atmos-kit works without it.',
    });
  if (state.daemon === undefined)
    throw new Problem({
      code: 'docker-unavailable',
      message: `${state.docker} is there, and no daemon answers it.`,
      hint: `Look at it with: docker version. Then ${startDocker}`,
    });
  if (needs === 'docker') return;
  const missing =
    state.image === undefined
      ? `The image ${geodesic.image}:${geodesic.tag} is not built.`
      : state.wrapper === undefined
        ? `The wrapper ${geodesic.name} is not installed.`
        : undefined;
  if (missing !== undefined)
    throw new Problem({ code: 'geodesic-not-installed', message: missing, hint: 'atmos-kit geodesic up' });
}
