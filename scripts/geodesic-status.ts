import { geodesicFindings } from '../src/flows/geodesic-findings.ts';
import { geodesicProject } from './geodesic-project.ts';
import { textFlag } from './grammar/verb.ts';
import { findingsText } from './speak/findings.ts';
import type { RunVerb } from './verb-context.ts';

/** `geodesic status`: what there is, whatever it is. */
export const run: RunVerb = async (context) => {
  const { geodesic, state } = await geodesicProject(context);
  const format = (textFlag(context.call, 'format') ?? 'table') as 'table' | 'json' | 'yaml';
  context.print(findingsText(geodesicFindings(geodesic, state), format));
  return 0;
};
