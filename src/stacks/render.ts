import { isProblem, type Place, Problem } from '../domain/problem.ts';
import type { TemplateSettings } from '../domain/project.ts';
import { renderTemplate } from '../templates/template.ts';
import type { TemplateValue } from '../templates/values.ts';
import type { AtmosSurroundings } from './atmos-functions.ts';
import type { FunctionSets } from './function-sets.ts';

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
  readonly functions: FunctionSets;
}

/**
 * A text with its templates filled in. Names and imports have every function; a component's own pass only those that
 * the configuration turns on. Throws Suspended, Problem `template-invalid` and `construct-not-supported`.
 */
export function render(world: RenderingWorld, rendering: Rendering): string {
  const { source, data, at, missing, settings } = rendering;
  try {
    return world.functions.during(rendering, (functions) =>
      renderTemplate(source, {
        data,
        functions,
        missingKey: missing,
        at,
        name: rendering.name ?? at.file,
        ...(settings && { delimiters: settings.delimiters }),
      }),
    );
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

/** The same, where a fault of the template is undefined instead. */
export function renderOrNothing(world: RenderingWorld, rendering: Rendering): string | undefined {
  try {
    return render(world, rendering);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
