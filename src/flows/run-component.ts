import { isProblem } from '../domain/problem.ts';
import type { Ports } from '../ports.ts';
import {
  type AmongOthers,
  carryOut,
  type Decided,
  decideRun,
  type RunInStackRequest,
} from './run-in-stack.ts';
import { driverOf } from './run-settings.ts';
import { findAtmos, runWithAtmos } from './with-atmos.ts';

/** A run of ours that is decided, or one that the atmos binary is to do. */
export type Plan = { readonly by: 'native'; readonly decided: Decided } | { readonly by: 'atmos' };

/**
 * Who does a run: the driver that is asked for. `auto` is this program, and the atmos binary, where there is one, for
 * what this program refuses; that is said. Throws the Problems of deciding.
 */
export async function planComponent(ports: Ports, request: RunInStackRequest): Promise<Plan> {
  const driver = driverOf(ports, request.project, request.typed.driver);
  if (driver === 'atmos') return { by: 'atmos' };
  try {
    return { by: 'native', decided: await decideRun(ports, request) };
  } catch (error) {
    if (driver === 'native' || !isProblem(error) || error.code !== 'construct-not-supported') throw error;
    const program = findAtmos(ports);
    if (program === undefined) throw error;
    ports.terminal.say(`${error.message} ${program} does this run instead.`);
    return { by: 'atmos' };
  }
}

/** Does a run and returns Terraform's own exit code. */
export async function runComponent(
  ports: Ports,
  request: RunInStackRequest,
  among: AmongOthers = {},
): Promise<number> {
  const { oneByOne = (work) => work() } = among;
  const plan = await oneByOne(() => planComponent(ports, request));
  return plan.by === 'atmos' ? runWithAtmos(ports, request, among) : carryOut(ports, plan.decided, among);
}
