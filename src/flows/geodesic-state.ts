import { join } from 'node:path';
import type { Geodesic, GeodesicState, Wrapper } from '../domain/geodesic.ts';
import type { Ports } from '../ports.ts';

type Needs = Pick<Ports, 'children' | 'inspection' | 'files' | 'environment'>;

/** A daemon that hangs answers nothing either. */
const patienceMs = 5000;

/**
 * Folders below the home that Geodesic's wrapper mounts where they are there when a container starts: AWS's, kubectl's
 * and those in which Atmos keeps sessions. Source: the wrapper, which never mounts them into a container that runs.
 */
const mounted = ['.aws', '.kube', '.config/atmos', '.cache/atmos', '.local/share/atmos'];

/** Looks at docker, the image, the wrapper, the container and the folders that it needs. Changes nothing. */
export async function geodesicState(ports: Needs, geodesic: Geodesic): Promise<GeodesicState> {
  const { children, environment, files, inspection } = ports;
  const docker = children.find('docker');
  const ask = async (mark: string, ...args: readonly string[]) => {
    // Where docker fails, its first line is the complaint: only a line with our mark is an answer.
    const line = docker && (await inspection.firstLine(docker, args, patienceMs));
    return line?.startsWith(mark) ? line.slice(mark.length) || undefined : undefined;
  };
  const daemon = await ask('server=', 'version', '--format', 'server={{.Server.Version}}');
  const image = `${geodesic.image}:${geodesic.tag}`;
  const created =
    daemon && (await ask('created=', 'image', 'inspect', '--format', 'created={{.Created}}', image));
  const only = ['--filter', `name=^/?${geodesic.name}$`];
  const id = daemon && (await ask('id=', 'ps', ...only, '--format', 'id={{.ID}}'));
  const network =
    id && (await ask('network=', 'inspect', '--format', 'network={{.HostConfig.NetworkMode}}', id));
  const wrapper = findWrapper(ports, geodesic.name);
  const home = environment.get('HOME');
  return {
    inside: environment.get('GEODESIC_SHELL') === 'true',
    ...(docker !== undefined && { docker }),
    ...(daemon && { daemon }),
    ...(created && { image: imageOf(inspection, geodesic, created) }),
    ...(wrapper && { wrapper }),
    ...(id && { container: { id, hostNetwork: network === 'host' } }),
    missingFolders: (home ? mounted.map((folder) => join(home, folder)) : []).filter(
      (folder) => files.stat(folder) === undefined,
    ),
  };
}

function imageOf(
  inspection: Ports['inspection'],
  { dockerfile }: Geodesic,
  text: string,
): NonNullable<GeodesicState['image']> {
  const created = new Date(text);
  const changed = inspection.modified(dockerfile);
  return { created, stale: changed !== undefined && changed > created };
}

/** A program of that name may be somebody else's: Geodesic's speaks of itself. */
function findWrapper(
  { children, files, environment }: Pick<Needs, 'children' | 'files' | 'environment'>,
  name: string,
): Wrapper | undefined {
  const onPath = children.find(name);
  const home = environment.get('HOME');
  const places = [onPath, '/usr/local/bin', ...(home ? [join(home, '.local/bin')] : [])]
    .filter((place) => place !== undefined)
    .map((place) => (place === onPath ? place : join(place, name)));
  for (const path of places) {
    if (files.stat(path)?.type !== 'file') continue;
    const text = files.read(path) ?? '';
    if (text.includes('GEODESIC'))
      return {
        path,
        onPath: path === onPath,
        takesExecArguments: text.includes('GEODESIC_DOCKER_EXTRA_EXEC_ARGS'),
      };
  }
  return undefined;
}
