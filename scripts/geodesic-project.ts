import { geodesicOf } from '../src/config/geodesic-settings.ts';
import type { AuthSection } from '../src/domain/auth.ts';
import type { GeodesicState } from '../src/domain/geodesic.ts';
import { settleChoice } from '../src/flows/choose-identity.ts';
import { geodesicState } from '../src/flows/geodesic-state.ts';
import { openConfiguredProject } from '../src/flows/load-auth.ts';
import type { GeodesicStart } from '../src/flows/start-geodesic.ts';
import { pickIdentity } from '../src/identity/pick-identity.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { projectFlags, type VerbContext } from './verb-context.ts';

/** The project around us, its Geodesic, and what there is of that; and what was said of a start. */
export async function geodesicProject({ call, ports }: VerbContext): Promise<GeodesicStart> {
  const { project, auth } = await openConfiguredProject(ports, projectFlags(call));
  const geodesic = geodesicOf(project, ports.files);
  const line = ports.terminal.progress('Asking docker');
  let state: GeodesicState;
  try {
    state = await geodesicState(ports, geodesic);
  } finally {
    line.end();
  }
  const flag = textFlag(call, 'identity') ?? ports.environment.get('ATMOS_IDENTITY');
  const identity = flag === undefined ? undefined : await nameOf(ports, auth, flag);
  return {
    project,
    auth,
    geodesic,
    state,
    ...(identity !== undefined && { identity }),
    serve: isOn(call, 'serve'),
  };
}

/** Atmos in the container reads `false` as: nobody, on purpose. */
async function nameOf(ports: VerbContext['ports'], auth: AuthSection, flag: string): Promise<string> {
  const chosen = await settleChoice(ports, auth, pickIdentity({ auth, flag, defaults: [] }));
  return chosen.identity?.name ?? 'false';
}
