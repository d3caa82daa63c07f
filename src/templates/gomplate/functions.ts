import type { TemplateOutside } from '../outside.ts';
import type { FunctionMap } from '../values.ts';
import { collectionFunctions } from './collections.ts';
import { convertFunctions } from './convert.ts';
import { dataFunctions } from './data.ts';
import { encodingFunctions } from './encodings.ts';
import { mathFunctions } from './math.ts';
import { pathFunctions } from './paths.ts';
import { patternFunctions } from './patterns.ts';
import { stringFunctions } from './strings.ts';
import { testFunctions } from './tests.ts';
import { timeFunctions } from './times.ts';
import { worldFunctions } from './world.ts';

/** What computes and asks nobody. */
const pure: FunctionMap = {
  ...stringFunctions,
  ...collectionFunctions,
  ...convertFunctions,
  ...mathFunctions,
  ...patternFunctions,
  ...encodingFunctions,
  ...pathFunctions,
  ...testFunctions,
};

/**
 * The functions of gomplate v3 by their namespaces, and those that it also offers without one. Where sprig has one of
 * the same name, Atmos takes sprig's: spread these first. What reads the world asks `outside` or is not offered. Make
 * them once for many templates.
 */
export const gomplateFunctions = (outside: TemplateOutside): FunctionMap => ({
  ...pure,
  ...dataFunctions(outside),
  ...timeFunctions(outside),
  ...worldFunctions(outside),
});
