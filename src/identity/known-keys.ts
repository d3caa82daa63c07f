import { type Place, Problem } from '../domain/problem.ts';
import { nearest } from '../domain/suggestion.ts';
import { entriesOf, textOf, type Value, valueAt } from '../domain/value.ts';

// Source of these lists: Atmos's schema of `auth`, and what is read here beyond it.
const top = ['realm', 'logs', 'keyring', 'console', 'providers', 'identities', 'integrations', '_metadata'];
const provider = [
  ...[
    'kind',
    'start_url',
    'url',
    'region',
    'username',
    'password',
    'driver',
    'provider_type',
    'spec',
    'tags',
  ],
  ...['download_browser_driver', 'browser_type', 'browser_executable_path', 'auto_provision_identities'],
  ...['session', 'console', 'default'],
];
const identity = [
  ...['kind', 'default', 'required', 'provider', 'via', 'principal', 'credentials', 'spec', 'alias', 'env'],
  ...['session', 'emulator', 'tags'],
];
const principal = [
  ...['name', 'account', 'assume_role', 'region', 'external_id', 'duration', 'session_name', 'session_tags'],
  ...['transitive_tag_keys', 'source_identity', 'target_principal', 'task_policy_arn'],
];
const below: Readonly<Record<string, readonly string[]>> = {
  via: ['provider', 'identity'],
  principal,
  'principal.account': ['id', 'name'],
  session: ['duration'],
  credentials: ['access_key_id', 'secret_access_key', 'mfa_arn', 'region', 'webflow_enabled', 'aws'],
};

const integration: Readonly<Record<string, readonly string[]>> = {
  via: ['provider', 'identity'],
  spec: ['auto_provision', 'registry', 'cluster'],
  'spec.registry': ['account_id', 'region', 'name', 'tenant_id'],
  'spec.cluster': ['name', 'region', 'alias', 'kubeconfig'],
  'spec.cluster.kubeconfig': ['path', 'mode', 'update'],
};

/** Kinds of other clouds have keys of their own, which are Atmos's business. */
const elsewhere = /^(azure|gcp|gke|github\/sts|atmos|kubernetes)(\/|$)/;

/** Keys below `auth:` that nobody reads, each as a Problem with what was probably meant. */
export function unknownKeys(auth: Value): readonly Problem[] {
  return [
    ...strangers('auth', auth, top),
    ...entries(auth, 'providers').flatMap(([name, entry]) =>
      strangers(`provider "${name}"`, entry, provider),
    ),
    ...entries(auth, 'identities').flatMap(([name, entry]) => [
      ...strangers(`identity "${name}"`, entry, identity),
      ...Object.entries(below).flatMap(([path, keys]) =>
        strangers(`${path} of identity "${name}"`, valueAt(entry, ...path.split('.')), keys),
      ),
    ]),
    ...entries(auth, 'integrations').flatMap(([name, entry]) => [
      ...strangers(`integration "${name}"`, entry, ['kind', 'via', 'spec']),
      ...Object.entries(integration).flatMap(([path, keys]) =>
        strangers(`${path} of integration "${name}"`, valueAt(entry, ...path.split('.')), keys),
      ),
    ]),
  ];
}

const entries = (auth: Value, section: string): [string, Value][] =>
  [...entriesOf(valueAt(auth, section))].filter(
    ([, entry]) => !elsewhere.test(textOf(valueAt(entry, 'kind')) ?? ''),
  );

function strangers(what: string, value: Value | undefined, known: readonly string[]): Problem[] {
  return [...entriesOf(value)].flatMap(([key, { at }]) =>
    known.includes(key) ? [] : [stranger(what, key, known, at)],
  );
}

function stranger(what: string, key: string, known: readonly string[], at: Place): Problem {
  const near = nearest(key, known);
  return new Problem({
    code: 'auth-config-invalid',
    message: `${what} has a key "${key}", which nothing reads.`,
    hint:
      near === undefined
        ? `Known: ${known.filter((one) => one !== '_metadata').join(', ')}.`
        : `Did you mean ${near}?`,
    at,
  });
}
