import { textOf, valueAt } from '../domain/value.ts';
import type { ComponentLayers } from './component-layers.ts';
import type { StackContext } from './stack-context.ts';
import { filledName, patternValue } from './stack-name.ts';

interface WorkspaceQuestion {
  readonly layers: ComponentLayers;
  readonly stack: string;
  readonly folder: string;
  readonly backendType: string | undefined;
  /** Whether the component stays out of the name where nothing but its folder decides: `describe stacks`. */
  readonly bare?: boolean;
}

/**
 * The Terraform workspace of a component: what metadata names (template, then pattern, then plain), else the stack,
 * with the component behind it where its name differs from its folder. Slashes become hyphens.
 * Throws the Problems of templates.
 */
export function workspaceOf(context: StackContext, question: WorkspaceQuestion): string {
  const { layers, stack, folder, backendType, bare } = question;
  const enabled = valueAt(context.project.config, 'components', 'terraform', 'workspaces_enabled');
  const off = enabled?.type === 'scalar' && String(enabled.data) === 'false';
  if (off || backendType === 'http') return 'default';
  const { name } = layers.own;
  const said = (key: string) => layers.metadata().entries.get(key);
  const template = said('terraform_workspace_template');
  const text =
    (template &&
      filledName(context, textOf(template) ?? '', layers, template.at, { atmos_stack: stack, stack })) ||
    fillPattern(context, question, textOf(said('terraform_workspace_pattern'))) ||
    textOf(said('terraform_workspace')) ||
    (name === folder || bare ? stack : `${stack}-${name}`);
  return text.replaceAll('/', '-');
}

/** Variables have a value only where name_pattern names the stacks: Atmos's rule. */
function fillPattern(
  context: StackContext,
  { layers, folder }: WorkspaceQuestion,
  pattern: string | undefined,
): string | undefined {
  const { namePattern, nameTemplate } = context.project.stacks;
  const known = namePattern !== undefined && nameTemplate === undefined;
  const vars = layers.section('vars');
  return pattern?.replace(/\{([a-z-]+)\}/g, (whole, token: string) => {
    if (token === 'component') return layers.own.name;
    if (token === 'base-component') return folder;
    if (!['namespace', 'tenant', 'environment', 'region', 'stage', 'attributes'].includes(token))
      return whole;
    if (!known) return '';
    const list = vars.entries.get(token);
    if (list?.type === 'list') return list.items.map((item) => textOf(item) ?? '').join('-');
    return patternValue(context, vars, token) ?? '';
  });
}
