import type { TemplateOutside } from '../outside.ts';
import type { FunctionMap } from '../values.ts';
import { addressFunctions } from './addresses.ts';
import { dateFunctions } from './dates.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dicts.ts';
import { encodingFunctions } from './encodings.ts';
import { jsonFunctions } from './json.ts';
import { listFunctions } from './lists.ts';
import { mathFunctions } from './math.ts';
import { pathFunctions } from './paths.ts';
import { reflectionFunctions } from './reflection.ts';
import { regexpFunctions } from './regexps.ts';
import { stringFunctions } from './strings.ts';
import { versionFunctions } from './versions.ts';
import { worldFunctions } from './world.ts';

/** What computes and asks nobody. */
const pure: FunctionMap = {
  ...stringFunctions,
  ...listFunctions,
  ...dictFunctions,
  ...mathFunctions,
  ...defaultFunctions,
  ...jsonFunctions,
  ...regexpFunctions,
  ...versionFunctions,
  ...pathFunctions,
  ...addressFunctions,
  ...reflectionFunctions,
};

/**
 * Every function of sprig v3 by its name. Those that read the world ask `outside`; those that cannot be offered
 * end the template with Problem `construct-not-supported`. Make them once for many templates.
 */
export const sprigFunctions = (outside: TemplateOutside): FunctionMap => ({
  ...pure,
  ...encodingFunctions(outside),
  ...dateFunctions(outside),
  ...worldFunctions(outside),
});
