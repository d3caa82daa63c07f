import type { Parameters } from './parameters.ts';
import { StsRefusal } from './refusal.ts';
import { refuseFaults, type TextRule, textFaults } from './role-request.ts';
import type { RoleSession } from './session.ts';
import type { Signer } from './trust.ts';

const most = 50;
const signs = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const keyRule: TextRule = { name: 'Key', required: true, min: 1, max: 128, pattern: signs };
const valueRule: TextRule = { name: 'Value', required: true, min: 0, max: 256, pattern: signs };

/**
 * The tags of a new session (`Tags.member.N.Key` and `.Value`, `TransitiveTagKeys.member.N`): those that were asked for,
 * over the transitive ones of the session that asks.
 * Throws StsRefusal `ValidationError`, and `InvalidParameterValue` for what IAM's rules for session tags forbid.
 */
export function readSessionTags(
  parameters: Parameters,
  signer: Signer,
): Pick<RoleSession, 'tags' | 'transitiveTags'> {
  const asked = askedTags(parameters);
  const transitive = members(parameters, 'TransitiveTagKeys').map(
    (prefix) => parameters.get(prefix) as string,
  );
  for (const key of transitive)
    if (!asked.some(([name]) => same(name, key)))
      throw forbidden('The specified transitive tag key must be included in the requested tags.');
  const before = signer.kind === 'role' ? signer : undefined;
  const kept = before?.transitiveTags ?? [];
  if (asked.some(([name]) => kept.some((key) => same(key, name))))
    throw forbidden(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  const inherited = Object.entries(before?.tags ?? {}).filter(([name]) => kept.includes(name));
  const tags = [...inherited, ...asked];
  if (tags.length === 0) return {};
  const transitiveTags = [...kept, ...transitive];
  return {
    tags: Object.fromEntries(tags),
    ...(transitiveTags.length > 0 && { transitiveTags }),
  };
}

function askedTags(parameters: Parameters): (readonly [string, string])[] {
  const prefixes = members(parameters, 'Tags');
  const faults = prefixes.flatMap((prefix, index) => [
    ...textFaults(parameters.get(`${prefix}.Key`), keyRule, `tags.${index + 1}.member.key`),
    ...textFaults(parameters.get(`${prefix}.Value`), valueRule, `tags.${index + 1}.member.value`),
  ]);
  if (prefixes.length > most)
    faults.push(
      `Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    );
  refuseFaults(faults);
  const tags = prefixes.map(
    (prefix) =>
      [parameters.get(`${prefix}.Key`) as string, parameters.get(`${prefix}.Value`) as string] as const,
  );
  if (new Set(tags.map(([name]) => name.toLowerCase())).size < tags.length)
    throw forbidden('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  if (tags.some(([name]) => name.toLowerCase().startsWith('aws:')))
    throw forbidden('System tags cannot be added, updated or removed: keys must not begin with aws:.');
  return tags;
}

/** `Tags.member.1`, `Tags.member.2` and so on, as far as there are some. */
function members(parameters: Parameters, list: string): string[] {
  const pattern = new RegExp(`^${list}\\.member\\.(\\d{1,4})(?:\\.|$)`);
  const numbers = [...parameters.keys()].flatMap((name) => pattern.exec(name)?.[1] ?? []);
  return [...new Set(numbers)]
    .sort((one, other) => Number(one) - Number(other))
    .map((number) => `${list}.member.${number}`);
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function forbidden(message: string): StsRefusal {
  return new StsRefusal(400, 'InvalidParameterValue', message);
}
