import { join } from 'node:path';
import type { Component } from '../domain/component.ts';
import { type EffectRequest, effectName } from '../domain/effect.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { type Plain, toPlain } from '../domain/value.ts';
import type { Ports, World } from '../ports.ts';
import { findComponent } from '../stacks/find-component.ts';
import { planOutputs } from '../terraform/plan-outputs.ts';
import { inheritedVariables } from '../terraform/run-environment.ts';
import { statePlace } from '../terraform/state-place.ts';
import { evaluated, type RemoteEffects } from './evaluate-component.ts';
import { type AskingRun, askingRunner, identified, readerOf } from './output-reader.ts';
import { readOutputs } from './read-outputs.ts';
import { readState } from './read-state.ts';
import { refusedStore } from './refused-store.ts';
import type { Runner } from './run-credentials.ts';

type OutputsRequest = EffectRequest & { readonly type: 'outputs' };
type Target = NonNullable<EffectRequest['from']>;

/** On whose behalf outputs are asked for. The project is only read when one is. */
export interface Asking {
  project(): Promise<Project>;
  /** `--identity` of the run that asks, the empty string for the flag without a value. */
  readonly identity?: string | undefined;
}

/**
 * Answers for outputs of other components, each read once however often it is asked for, as the identity of the stack
 * that it belongs to. Everything is worked out before the folder of the component is locked, so that no run waits for
 * itself. Answers hold as long as nothing is applied: each run of a series needs one of these for itself.
 */
export function remoteEffects(ports: AskingPorts, { project, identity }: Asking): RemoteEffects {
  let run: Promise<AskingRun> | undefined;
  const shared: Shared = {
    ports,
    run() {
      run ??= project().then((found) => ({ project: found, identity }));
      return run;
    },
    known: new Map(),
  };
  return new OutputEffects(shared, [], async ({ from }) => {
    const asking = await shared.run();
    return askingRunner(ports, asking, from && (await identifiedIn(ports, asking.project, from)));
  });
}

type AskingPorts = Ports & Pick<World, 'index'>;

interface Shared {
  readonly ports: AskingPorts;
  run(): Promise<AskingRun>;
  readonly known: Map<string, Promise<Plain>>;
}

/** Answers questions of one component. Its targets may have questions of their own, which are asked in their name. */
class OutputEffects implements RemoteEffects {
  readonly #shared: Shared;
  /** The targets whose values are being worked out, the outermost first. */
  readonly #trail: readonly string[];
  readonly #asker: (request: OutputsRequest) => Promise<Runner>;

  constructor(shared: Shared, trail: readonly string[], asker: (request: OutputsRequest) => Promise<Runner>) {
    this.#shared = shared;
    this.#trail = trail;
    this.#asker = asker;
  }

  async answer(request: EffectRequest): Promise<Plain | undefined> {
    if (request.type === 'function') {
      const refusal = refusedStore((await this.#shared.run()).project, request);
      if (refusal !== undefined) throw refusal;
    }
    if (request.type !== 'outputs') return undefined;
    const what = request.via === 'terraform.state' ? 'the state' : 'the outputs';
    const key = `${what} of ${request.component} in ${request.stack}`;
    if (this.#trail.includes(key)) throw circle([...this.#trail, key], request);
    const { known } = this.#shared;
    const answer = known.get(key) ?? this.#read(request, key);
    known.set(key, answer);
    try {
      return await answer;
    } catch (error) {
      throw told(error, request);
    }
  }

  async #read(request: OutputsRequest, key: string): Promise<Plain> {
    const { ports, run } = this.#shared;
    const asking = await run();
    const { project } = asking;
    let reader: Promise<Runner> | undefined;
    const whoReads = () => {
      reader ??= identifiedIn(ports, project, request).then((target) =>
        readerOf(ports, asking, target, () => this.#asker(request)),
      );
      return reader;
    };
    const below = new OutputEffects(this.#shared, [...this.#trail, key], whoReads);
    const answers = new Map<string, Plain | Problem>();
    const about = <T>(look: (component: Component) => T): Promise<T> =>
      evaluated(ports, (world) => look(findComponent(world, project, targetOf(request))), below, answers);

    const stated = await about(({ staticOutputs }) => staticOutputs);
    if (stated !== undefined) return toPlain(stated);
    if (request.via === 'terraform.state') {
      const place = await about((found) => statePlace(found, join(project.terraform.basePath, found.folder)));
      return readState(ports, place, whoReads);
    }
    const plan = await about((component) =>
      planOutputs({
        project,
        component,
        inherited: inheritedVariables(ports.environment),
        isFolder: (path) => ports.files.stat(path)?.type === 'folder',
      }),
    );
    // A component that is switched off has no outputs, and nothing runs to find that out.
    if ('skipped' in plan) return {};
    return readOutputs(ports, `${request.component} in ${request.stack}`, plan, await whoReads());
  }
}

const targetOf = ({ component, stack }: Target): Target => ({ component, stack });

/** Who a component runs as must be known before anything is asked for, so outputs have no say in it. */
const identifiedIn = (ports: AskingPorts, project: Project, target: Target) =>
  evaluated(ports, (world) => identified(findComponent(world, project, targetOf(target))));

function circle(trail: readonly string[], { at }: OutputsRequest): Problem {
  return new Problem({
    code: 'function-failed',
    message: `These need each other in a circle: ${trail.join(', then ')}.`,
    hint: 'Take one of the functions away.',
    at,
  });
}

/** Who is told of a fault must learn which function it is about. */
function told(error: unknown, request: OutputsRequest): unknown {
  if (!isProblem(error) || error.code === 'interrupted') return error;
  const { code, message, hint, exitCode, at } = error;
  return new Problem({
    code,
    message: `${effectName(request)} has no answer: ${message}`,
    at: at ?? request.at,
    exitCode,
    cause: error,
    ...(hint !== undefined && { hint }),
  });
}
