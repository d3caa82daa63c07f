import type { TemplateOutside } from '../outside.ts';
import type { FunctionMap } from '../values.ts';
export const sprigFunctions = (outside: TemplateOutside): FunctionMap => (outside ? {} : {});
