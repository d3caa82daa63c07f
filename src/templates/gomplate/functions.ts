import type { TemplateOutside } from '../outside.ts';
import type { FunctionMap } from '../values.ts';
export const gomplateFunctions = (outside: TemplateOutside): FunctionMap => (outside ? {} : {});
