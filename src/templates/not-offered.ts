import { NotOffered } from './fault.ts';
import { variadic } from './signature.ts';
import type { FunctionMap } from './values.ts';

/** Functions that are known by name, and say why they cannot be had. */
export const notOffered = (names: readonly string[], why: string): FunctionMap =>
  Object.fromEntries(
    names.map((name) => [
      name,
      variadic([], 'any', () => {
        throw new NotOffered(`not supported: ${why}; the atmos driver (--driver atmos) has it`);
      }),
    ]),
  );
