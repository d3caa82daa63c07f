import { formatPlace } from '../domain/problem.ts';
import { type Plain, toPlain } from '../domain/value.ts';
import type { ComponentSections } from './component-sections.ts';

/** For every variable, setting and environment variable its value and the file and line that it came from. */
export function sourcesOf(found: ComponentSections): Plain {
  const one = (section: 'vars' | 'settings' | 'env' | 'backend'): Plain =>
    Object.fromEntries(
      [...found.map(section).entries].map(([name, value]) => [
        name,
        { name, final_value: toPlain(value), stack_dependencies: [{ stack_file: formatPlace(value.at) }] },
      ]),
    );
  return { vars: one('vars'), settings: one('settings'), env: one('env'), backend: one('backend') };
}
