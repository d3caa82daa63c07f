import type { Integration } from '../domain/auth.ts';
import type { Value } from '../domain/value.ts';
import { Fields } from './fields.ts';

const updates = ['merge', 'replace', 'error'] as const;

/** Kinds of Atmos for other clouds and services. */
const otherKinds = /^(azure|gcp|gke|github)\//;

/** Reads one entry of `auth.integrations`. What is wrong with it becomes its `fault`; nothing is thrown. */
export function readIntegration(name: string, entry: Value): Integration {
  const what = `integration "${name}"`;
  const fields = new Fields(what, entry);
  const kind = fields.text('kind') ?? '';
  const [identity, provider] = [fields.text('via', 'identity'), fields.text('via', 'provider')];
  const faulty = complain(fields, what, kind);
  if (!faulty && identity === undefined && provider === undefined)
    fields.complain(`The ${what} names nobody whom it is for.`, 'Add via.identity: NAME.');
  const auto = fields.map('spec')?.entries.get('auto_provision');
  return {
    id: name.toLowerCase(),
    name,
    kind,
    at: fields.at('kind'),
    ...(identity !== undefined && { identity }),
    ...(provider !== undefined && { provider }),
    autoProvision: !(auto?.type === 'scalar' && auto.data === false),
    ...(kind === 'aws/eks' && { cluster: readCluster(fields, what) }),
    ...((kind === 'aws/ecr' || kind === 'aws/ecr-public') && { registry: readRegistry(fields, kind) }),
    ...(fields.fault && { fault: fields.fault, faults: fields.faults }),
  };
}

function complain(fields: Fields, what: string, kind: string): boolean {
  const known = ['aws/eks', 'aws/ecr', 'aws/ecr-public'];
  if (known.includes(kind)) return false;
  const hint = `Use one of ${known.join(', ')}.`;
  if (kind === '') fields.complain(`The ${what} has no kind.`, hint);
  else if (otherKinds.test(kind))
    fields.complain(
      `The ${what} is of kind ${kind}, which atmos-kit cannot use.`,
      'Use the atmos program for it.',
      fields.at('kind'),
      'construct-not-supported',
    );
  else fields.complain(`The ${what} is of an unknown kind ${kind}.`, hint, fields.at('kind'), 'kind-unknown');
  return true;
}

function readCluster(fields: Fields, what: string): NonNullable<Integration['cluster']> {
  const name = fields.required('acme-plat-ue1-dev-eks-cluster', 'spec', 'cluster', 'name') ?? '';
  const [region, alias, path] = [
    fields.text('spec', 'cluster', 'region'),
    fields.text('spec', 'cluster', 'alias'),
    fields.text('spec', 'cluster', 'kubeconfig', 'path'),
  ];
  const mode = fields.plain('spec', 'cluster', 'kubeconfig', 'mode') ?? '0600';
  const update = fields.text('spec', 'cluster', 'kubeconfig', 'update') ?? 'merge';
  const onConflict = updates.find((one) => one === update);
  if (!/^0?[0-7]{3}$/.test(mode))
    fields.complain(
      `spec.cluster.kubeconfig.mode of ${what} is no mode of a file: ${mode}`,
      'Write it in octal and in quotes, such as "0600".',
      fields.at('spec', 'cluster', 'kubeconfig', 'mode'),
    );
  if (onConflict === undefined)
    fields.complain(
      `spec.cluster.kubeconfig.update of ${what} is "${update}".`,
      `Use one of ${updates.join(', ')}.`,
      fields.at('spec', 'cluster', 'kubeconfig', 'update'),
    );
  return {
    name,
    ...(region !== undefined && { region }),
    ...(alias !== undefined && { alias }),
    ...(path !== undefined && { path }),
    mode: Number.parseInt(mode, 8) || 0o600,
    onConflict: onConflict ?? 'merge',
  };
}

function readRegistry(fields: Fields, kind: string): NonNullable<Integration['registry']> {
  const accountId = fields.plain('spec', 'registry', 'account_id');
  const region = fields.text('spec', 'registry', 'region');
  return {
    public: kind === 'aws/ecr-public',
    ...(accountId !== undefined && { accountId }),
    ...(region !== undefined && { region }),
  };
}
