import type { Effects, Question } from '../domain/effect.ts';
import { isProblem, type Place, Problem } from '../domain/problem.ts';
import type { TemplateSettings } from '../domain/project.ts';
import { type Plain, toPlain } from '../domain/value.ts';
import type { Environment } from '../ports.ts';
import { gomplateFunctions } from '../templates/gomplate/functions.ts';
import type { TemplateOutside } from '../templates/outside.ts';
import { sprigFunctions } from '../templates/sprig/functions.ts';
import { renderTemplate } from '../templates/template.ts';
import type { FunctionMap, TemplateValue } from '../templates/values.ts';
import { treeOf } from '../yaml/plain-value.ts';
import { printYaml } from '../yaml/print-yaml.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type AtmosSurroundings, atmosFunctions } from './atmos-functions.ts';

/** One text to render. */
export interface Rendering {
  readonly source: string;
  readonly data: TemplateValue;
  readonly at: Place;
  /** What messages call the template; its file unless said. */
  readonly name?: string;
  /** What a missing key is: a Problem, or `<no value>`. */
  readonly missing: 'error' | 'default';
  readonly from?: NonNullable<AtmosSurroundings['from']>;
  readonly look?: NonNullable<AtmosSurroundings['look']>;
  /** Set for a component's own pass, in which the configuration says which functions and delimiters there are. */
  readonly settings?: TemplateSettings;
}

/** What templates may ask for beside their data. */
export interface RenderingWorld {
  readonly environment: Environment;
  readonly effects: Effects;
}

/**
 * A text with its templates filled in. Names and imports have every function; a component's own pass only those that
 * the configuration turns on. Throws Suspended, Problem `template-invalid` and `construct-not-supported`.
 */
export function render(world: RenderingWorld, rendering: Rendering): string {
  const { source, data, at, missing, settings } = rendering;
  try {
    return renderTemplate(source, {
      data,
      functions: functionsFor(world, rendering),
      missingKey: missing,
      at,
      name: rendering.name ?? at.file,
      ...(settings && { delimiters: settings.delimiters }),
    });
  } catch (error) {
    throw isProblem(error) && error.hint === undefined ? withHint(error, settings) : error;
  }
}

/** sprig and gomplate are off in a component's own pass until the configuration turns them on. */
function withHint(problem: Problem, settings: TemplateSettings | undefined): Problem {
  const { code, message, at, exitCode } = problem;
  const off =
    settings === undefined ? [] : (['sprig', 'gomplate'] as const).filter((name) => !settings[name]);
  const hint =
    off.length > 0 && message.includes('there is no function')
      ? `If it is one of ${off.join(' or ')}, set templates.settings.${off[0]}.enabled in atmos.yaml.`
      : 'Correct the template.';
  return new Problem({ code, message, hint, exitCode, cause: problem, ...(at && { at }) });
}

function functionsFor(
  { effects, environment }: RenderingWorld,
  { at, from, look, settings }: Rendering,
): FunctionMap {
  const ask = (question: Question): Plain => effects.answer({ ...question, at, ...(from && { from }) });
  let turn = 0;
  const outside: TemplateOutside = {
    environment: (name) => settings?.env[name] ?? environment.get(name),
    now: () => new Date(Number(ask({ type: 'now' }))),
    timeZone: () => String(ask({ type: 'time-zone' })),
    random: (bytes) => {
      turn += 1;
      return Buffer.from(String(ask({ type: 'random', bytes, turn })), 'hex');
    },
    printYaml: (data) => printYaml(treeOf(data, at)),
    readYaml: (text) => {
      const value = readYaml(text, at.file);
      return value === undefined ? null : toPlain(value);
    },
  };
  return {
    ...(settings?.gomplate !== false && gomplateFunctions(outside)),
    ...(settings?.sprig !== false && sprigFunctions(outside)),
    ...atmosFunctions({ effects, at, ...(from && { from }), ...(look && { look }) }),
  };
}

/** The same, where a fault of the template is undefined instead. */
export function renderOrNothing(world: RenderingWorld, rendering: Rendering): string | undefined {
  try {
    return render(world, rendering);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
