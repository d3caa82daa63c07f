import { assertStartable } from '../src/flows/geodesic-findings.ts';
import { previewGeodesic, startGeodesic } from '../src/flows/start-geodesic.ts';
import { geodesicProject } from './geodesic-project.ts';
import { isOn } from './grammar/verb.ts';
import { geodesicStartText } from './speak/geodesic.ts';
import type { RunVerb } from './verb-context.ts';

/** `geodesic run`: opens a shell in the project's container. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const start = await geodesicProject(context);
  if (!isOn(call, 'dry-run')) return startGeodesic(ports, start);
  assertStartable(start.geodesic, start.state, 'built');
  print(geodesicStartText(start, previewGeodesic(ports, start)));
  return 0;
};
