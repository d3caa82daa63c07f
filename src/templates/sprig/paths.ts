import { baseName, cleanPath, directoryName, extensionOf, isAbsolute } from '../paths.ts';
import { fn } from '../signature.ts';
import type { FunctionMap } from '../values.ts';

const functions = {
  base: fn(['string'], baseName),
  dir: fn(['string'], directoryName),
  clean: fn(['string'], cleanPath),
  ext: fn(['string'], extensionOf),
  isAbs: fn(['string'], isAbsolute),
};

/** Sprig's functions on paths; those of the system are the same ones, since its paths have slashes. */
export const pathFunctions: FunctionMap = {
  ...functions,
  osBase: functions.base,
  osDir: functions.dir,
  osClean: functions.clean,
  osExt: functions.ext,
  osIsAbs: functions.isAbs,
};
