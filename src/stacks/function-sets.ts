import type { Effects, Question } from '../domain/effect.ts';
import type { Place } from '../domain/problem.ts';
import type { TemplateSettings } from '../domain/project.ts';
import { type Plain, toPlain } from '../domain/value.ts';
import type { Environment } from '../ports.ts';
import { gomplateFunctions } from '../templates/gomplate/functions.ts';
import type { TemplateOutside } from '../templates/outside.ts';
import { sprigFunctions } from '../templates/sprig/functions.ts';
import type { FunctionMap } from '../templates/values.ts';
import { treeOf } from '../yaml/plain-value.ts';
import { printYaml } from '../yaml/print-yaml.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type AtmosSurroundings, atmosFunctions } from './atmos-functions.ts';

/** Who calls functions: the text that is being rendered. */
export interface Caller extends Omit<AtmosSurroundings, 'effects' | 'at'> {
  readonly at: Place;
  /** Set for a component's own pass, in which the configuration says which functions there are. */
  readonly settings?: TemplateSettings;
}

/**
 * The functions of templates. There are hundreds, so they are made once for each choice of libraries, and ask for
 * whatever is being rendered at the time.
 */
export class FunctionSets {
  readonly #environment: Environment;
  readonly #effects: Effects;
  readonly #made = new Map<string, FunctionMap>();
  #caller: Caller | undefined;
  #turn = 0;

  constructor(environment: Environment, effects: Effects) {
    this.#environment = environment;
    this.#effects = effects;
  }

  /** Does some rendering with the functions that a caller has. One rendering may begin another. */
  during<T>(caller: Caller, work: (functions: FunctionMap) => T): T {
    const [before, turn] = [this.#caller, this.#turn];
    this.#caller = caller;
    this.#turn = 0;
    try {
      return work(this.#of(caller.settings));
    } finally {
      this.#caller = before;
      this.#turn = turn;
    }
  }

  #of(settings: TemplateSettings | undefined): FunctionMap {
    const gomplate = settings?.gomplate !== false;
    const sprig = settings?.sprig !== false;
    const key = `${gomplate} ${sprig}`;
    let functions = this.#made.get(key);
    if (functions === undefined) {
      const outside = this.#outside();
      functions = {
        ...(gomplate && gomplateFunctions(outside)),
        ...(sprig && sprigFunctions(outside)),
        ...atmosFunctions(() => ({ ...(this.#caller as Caller), effects: this.#effects })),
      };
      this.#made.set(key, functions);
    }
    return functions;
  }

  #outside(): TemplateOutside {
    return {
      environment: (name) => this.#caller?.settings?.env[name] ?? this.#environment.get(name),
      now: () => new Date(Number(this.#ask({ type: 'now' }))),
      timeZone: () => String(this.#ask({ type: 'time-zone' })),
      random: (bytes) => {
        this.#turn += 1;
        return Buffer.from(String(this.#ask({ type: 'random', bytes, turn: this.#turn })), 'hex');
      },
      printYaml: (data) => printYaml(treeOf(data, this.#at)),
      readYaml: (text) => {
        const value = readYaml(text, this.#at.file);
        return value === undefined ? null : toPlain(value);
      },
    };
  }

  get #at(): Place {
    return (this.#caller as Caller).at;
  }

  #ask(question: Question): Plain {
    const { from } = this.#caller as Caller;
    return this.#effects.answer({ ...question, at: this.#at, ...(from && { from }) });
  }
}
