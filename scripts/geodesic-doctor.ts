import { signInFindings } from '../src/flows/examine-portals.ts';
import { geodesicFindings } from '../src/flows/geodesic-findings.ts';
import { geodesicProject } from './geodesic-project.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { findingsText } from './speak/findings.ts';
import type { RunVerb } from './verb-context.ts';

/** `geodesic doctor`: whether it would start, and whether somebody is signed in for it. Exit code 1 where it would not. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const { geodesic, state, auth } = await geodesicProject(context);
  const findings = [...geodesicFindings(geodesic, state), ...signInFindings(ports, auth)];
  print(findingsText(findings, (textFlag(call, 'format') ?? 'table') as 'table' | 'json' | 'yaml'));
  const breaking = isOn(call, 'strict') ? ['broken', 'warning'] : ['broken'];
  return findings.some(({ level }) => breaking.includes(level)) ? 1 : 0;
};
