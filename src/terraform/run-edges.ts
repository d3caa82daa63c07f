import { entriesOf, textOf, type Value, valueAt } from '../domain/value.ts';

/** A component of a stack, by its names. */
export interface Target {
  readonly component: string;
  readonly stack: string;
}

/**
 * What a component must come after: `settings.depends_on.<key>` and `dependencies.components`, each a component of the
 * same stack unless it names another. Entries that name no component say nothing.
 * Source of the rule: what Atmos orders by; the older keys `tenant`, `environment` and `stage` do not count.
 */
export function dependenciesOf(component: {
  readonly stack: string;
  readonly settings: Value | undefined;
  readonly dependencies: Value | undefined;
}): readonly Target[] {
  const listed = valueAt(component.dependencies, 'components');
  const entries = [
    ...[...entriesOf(valueAt(component.settings, 'depends_on'))].map(([, entry]) => entry),
    ...(listed?.type === 'list' ? listed.items : []),
  ];
  return entries.flatMap((entry) => target(entry, component.stack));
}

function target(entry: Value, stack: string): readonly Target[] {
  const component = textOf(valueAt(entry, 'component'));
  return component ? [{ component, stack: textOf(valueAt(entry, 'stack')) || stack }] : [];
}
