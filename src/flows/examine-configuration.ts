import { listProfiles } from '../config/list-profiles.ts';
import type { AuthSection, Fault } from '../domain/auth.ts';
import type { Finding } from '../domain/finding.ts';
import { formatPlace, isProblem, type Place } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { chainOf } from '../identity/chain.ts';
import { type EvaluationPorts, evaluated } from './evaluate-component.ts';
import { loadAuth, type ProjectFlags } from './load-auth.ts';

const subject = 'configuration';

/** Whether atmos.yaml and the chosen profiles can be read, and whether every provider and identity can be used. */
export async function examineConfiguration(
  ports: EvaluationPorts,
  flags: ProjectFlags,
): Promise<{
  readonly findings: readonly Finding[];
  readonly project?: Project;
  readonly auth?: AuthSection;
}> {
  const { folder } = ports.here;
  try {
    const { project, auth, all } = await evaluated(ports, (world) => ({
      ...loadAuth(world, folder, flags),
      all: listProfiles(world, { ...flags, cwd: folder }).map(({ name }) => name),
    }));
    if (project.configFolder === undefined) return { findings: [noProject(folder)] };
    return { findings: [...settled(project, all), ...faults(auth, project.configFolder)], project, auth };
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { message, hint, at } = error;
    return {
      findings: [broken(at === undefined ? message : `${formatPlace(at, folder)}: ${message}`, hint)],
    };
  }
}

function noProject(folder: string): Finding {
  return {
    subject,
    level: 'warning',
    text: `There is no atmos.yaml in ${folder} or above it.`,
    fix: 'cd into your Atmos project',
  };
}

function settled(project: Project, all: readonly string[]): Finding[] {
  const { configFolder, profiles, warnings = [] } = project;
  const names = profiles.map(({ name }) => name);
  return [
    { subject, level: 'ok', text: `${configFolder}/atmos.yaml` },
    names.length > 0 || all.length === 0
      ? { subject: 'profiles', level: 'ok', text: names.join(', ') || 'this project has none' }
      : {
          subject: 'profiles',
          level: 'warning',
          text: `None is chosen; there are ${all.join(', ')}.`,
          fix: `export ATMOS_PROFILE=${all[0]}`,
        },
    ...warnings.map(
      ({ message, hint, at }): Finding => ({
        subject,
        level: 'warning',
        text: placed(message, at, configFolder),
        ...(hint !== undefined && { fix: hint }),
      }),
    ),
  ];
}

/** What is wrong with entries of `auth:`, each told once although many chains may rest on it. */
function faults(auth: AuthSection, root: string | undefined): Finding[] {
  const found = new Map<string, Finding>();
  const add = ({ message, hint, at }: Pick<Fault, 'message' | 'hint'> & { readonly at?: Place }) => {
    const text = placed(message, at, root);
    found.set(text, broken(text, hint));
  };
  for (const { fault } of auth.providers.values()) if (fault !== undefined) add(fault);
  for (const identity of auth.identities.values()) {
    try {
      chainOf(auth, identity);
    } catch (error) {
      if (!isProblem(error)) throw error;
      add({
        message: error.message,
        ...(error.hint !== undefined && { hint: error.hint }),
        ...(error.at && { at: error.at }),
      });
    }
  }
  if (found.size > 0) return [...found.values()];
  const text = `providers: ${auth.providers.size}, identities: ${auth.identities.size}, none with a fault`;
  return [{ subject: 'auth', level: 'ok', text }];
}

const placed = (message: string, at: Place | undefined, root: string | undefined): string =>
  at === undefined ? message : `${formatPlace(at, root)}: ${message}`;

function broken(text: string, fix: string | undefined): Finding {
  return { subject, level: 'broken', text, ...(fix !== undefined && { fix }) };
}
