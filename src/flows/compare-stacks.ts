import { entriesOf, type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { sameValue } from '../stacks/same-value.ts';

/** What two descriptions of all stacks, and the files that differ, say about one component. */
export interface Difference {
  readonly component: string;
  readonly stack: string;
  /** The first one is the one that counts: `stack.metadata`, `component`, `component.module`, `stack.vars`, … */
  readonly reasons: readonly string[];
  /** The file or the folder of settings.depends_on that changed. */
  readonly path?: { readonly key: 'file' | 'folder'; readonly name: string };
  readonly deleted?: 'component' | 'stack';
}

/** What changed among files, by a component's folder or a path below the base path. */
export interface ChangedFiles {
  /** Whether a file, or anything in a folder, changed. */
  within(path: string): boolean;
  /** Folders of local modules that the Terraform code of a component's folder calls, below the base path. */
  modules(componentPath: string): readonly string[];
}

const compared = ['vars', 'env', 'settings'] as const;

/**
 * Every component that is another one than in `base`, and why; abstract and disabled ones are left out. Both are
 * `<stack>: components: <type>: <component>: <sections>`. Source of the reasons and their order: what Atmos reports.
 */
export function differences(head: MapValue, base: MapValue, files: ChangedFiles): readonly Difference[] {
  const found: Difference[] = [];
  for (const { stack, type, component, sections } of instances(head)) {
    const before = valueAt(base, stack, 'components', type, component);
    const path = changedDependency(sections, files);
    const reasons = [...reasonsOf(sections, before, files), ...(path === undefined ? [] : [path.key])];
    if (reasons.length > 0) found.push({ component, stack, reasons, ...(path && { path }) });
  }
  for (const { stack, type, component } of instances(base)) {
    if (valueAt(head, stack, 'components', type, component) !== undefined) continue;
    const whole = !head.entries.has(stack);
    found.push({
      component,
      stack,
      reasons: [whole ? 'deleted.stack' : 'deleted'],
      deleted: whole ? 'stack' : 'component',
    });
  }
  return found.sort((a, b) => (`${a.stack}\0${a.component}` < `${b.stack}\0${b.component}` ? -1 : 1));
}

function* instances(stacks: MapValue) {
  for (const [stack, value] of stacks.entries)
    for (const [type, all] of entriesOf(valueAt(value, 'components')))
      for (const [component, sections] of entriesOf(all)) {
        const metadata = valueAt(sections, 'metadata');
        const enabled = valueAt(metadata, 'enabled');
        const off = enabled?.type === 'scalar' && enabled.data === false;
        if (textOf(valueAt(metadata, 'type')) !== 'abstract' && !off)
          yield { stack, type, component, sections };
      }
}

function reasonsOf(sections: Value, before: Value | undefined, files: ChangedFiles): string[] {
  const differs = (key: string): boolean => {
    const [now, then] = [valueAt(sections, key), valueAt(before, key)];
    return now !== undefined && (then === undefined || !sameValue(now, then));
  };
  const folder = textOf(valueAt(sections, 'component_info', 'component_path')) ?? '';
  return [
    ...(differs('metadata') ? ['stack.metadata'] : []),
    ...(files.within(folder) ? ['component'] : []),
    ...(files.modules(folder).some((module) => files.within(module)) ? ['component.module'] : []),
    ...compared.filter(differs).map((key) => `stack.${key}`),
  ];
}

function changedDependency(sections: Value, files: ChangedFiles): Difference['path'] | undefined {
  for (const [, entry] of entriesOf(valueAt(sections, 'settings', 'depends_on')))
    for (const key of ['file', 'folder'] as const) {
      const name = textOf(valueAt(entry, key));
      if (name && files.within(name)) return { key, name };
    }
  return undefined;
}
