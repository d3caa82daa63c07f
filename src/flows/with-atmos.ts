import { join } from 'node:path';
import type { Component } from '../domain/component.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import { chainOf } from '../identity/chain.ts';
import { pickIdentity } from '../identity/pick-identity.ts';
import { readAuth } from '../identity/read-auth.ts';
import type { Ports } from '../ports.ts';
import { atmosArguments } from '../terraform/atmos-arguments.ts';
import { type Chosen, settleChoice } from './choose-identity.ts';
import { evaluated } from './evaluate-component.ts';
import { inProject } from './identity-in-stack.ts';
import { type Runner, runCredentials } from './run-credentials.ts';
import { type AmongOthers, type RunInStackRequest, sayWho } from './run-in-stack.ts';
import { inFolder } from './run-terraform.ts';

/** The path of the atmos binary: the first on PATH, unless that is this very program under its name. */
export function findAtmos({
  children,
  files,
  here,
}: Pick<Ports, 'children' | 'files' | 'here'>): string | undefined {
  const path = children.find('atmos');
  if (path === undefined) return undefined;
  const own = here.program.at(-1);
  const same = own !== undefined && files.stat(path)?.stamp === files.stat(own)?.stamp;
  return same ? undefined : path;
}

/**
 * Has the atmos binary do a run, with keys of ours and its own sign-in off. Its exit code comes back as it is. Profiles
 * go by flag: atmos reads only one from the variable. Problem `child-not-found` where there is no binary, and the
 * Problems of choosing an identity.
 */
export async function runWithAtmos(
  ports: Ports,
  request: RunInStackRequest,
  among: AmongOthers = {},
): Promise<number> {
  const { project, typed } = request;
  const program = findAtmos(ports);
  if (program === undefined)
    throw new Problem({
      code: 'child-not-found',
      message: 'The driver is atmos, and no atmos binary is on PATH.',
      hint: 'Install atmos (https://atmos.tools/install), or use --driver native.',
    });
  const { runner, component } = await whoRuns(ports, request);
  const name = component ?? { name: request.component, stack: request.stack };
  sayWho(ports, { component: name, chosen: runner.chosen, project });
  const { oneByOne = (work) => work() } = among;
  const credentials = typed.dryRun
    ? {}
    : await oneByOne(() => runCredentials(ports, runner, typed.subcommand));
  const words = atmosArguments(typed, name, {
    component,
    profiles: project.profiles.map((profile) => profile.name),
  });
  const run = async () => {
    const { exitCode } = await ports.children.run(
      {
        file: program,
        args: words,
        cwd: ports.here.folder,
        // Should that atmos be us after all, it must not look for another one.
        change: { ...credentials, ATMOS_PROFILE: null, ATMOS_IDENTITY: null, ATMOS_KIT_DRIVER: 'native' },
      },
      among.label === undefined ? {} : { label: among.label },
    );
    return exitCode;
  };
  return component === undefined
    ? run()
    : inFolder(ports, join(project.terraform.basePath, component.folder), run);
}

/** What keeps our engine from reading a stack that atmos may be able to read. */
const notReadHere: readonly string[] = ['construct-not-supported'];

/** Where our engine cannot read the stack, its own default is unknown, and somebody has to say who runs it. */
async function whoRuns(
  ports: Ports,
  { project, component, stack, typed }: RunInStackRequest,
): Promise<{ readonly runner: Runner; readonly component?: Component }> {
  const flag = typed.askIdentity ? '' : typed.identity;
  try {
    const found = await evaluated(ports, (world) =>
      inProject(world, project, ports.here.folder, { component, stack }, flag, typed.evaluation),
    );
    const chosen = await settleChoice(ports, found.auth, found.choice);
    return { runner: withChain({ ...found, chosen }), component: found.component };
  } catch (error) {
    if (!isProblem(error) || !notReadHere.includes(error.code)) throw error;
  }
  const auth = readAuth(project.auth, project.realm);
  const environment = ports.environment.get('ATMOS_IDENTITY');
  const named = { ...(flag !== undefined && { flag }), ...(environment !== undefined && { environment }) };
  const chosen = await settleChoice(ports, auth, pickIdentity({ auth, ...named, defaults: [] }));
  return { runner: withChain({ project, auth, chosen }) };
}

function withChain({ project, auth, chosen }: Omit<Runner, 'chain'> & { readonly chosen: Chosen }): Runner {
  return { project, auth, chosen, ...(chosen.identity && { chain: chainOf(auth, chosen.identity) }) };
}
