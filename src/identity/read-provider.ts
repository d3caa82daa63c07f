import type { Provider } from '../domain/auth.ts';
import type { Value } from '../domain/value.ts';
import { readEndpoint } from './endpoint.ts';
import { Fields } from './fields.ts';
import { readSaml } from './saml-driver.ts';

/** Kinds that Atmos knows and we do not: they are told apart from typing mistakes. */
const otherKinds = /^(azure|gcp|atmos)\/.+$/;

/** For tests: who uses them is signed in. */
const mockKinds: readonly string[] = ['mock', 'mock/aws'];

/** Reads one entry of `auth.providers`. What is wrong with it becomes its `fault`; nothing is thrown. */
export function readProvider(name: string, entry: Value): Provider {
  const fields = new Fields(`provider "${name}"`, entry);
  if (entry.type !== 'map') fields.complain(`The provider "${name}" is not a map.`, 'Give it a kind.');
  const kind = fields.required('aws/iam-identity-center', 'kind') ?? '';
  const own = ownSettings(fields, name, kind);
  const endpointUrl = readEndpoint(fields, `provider "${name}"`, ['spec', 'aws', 'resolver', 'url']);
  const [startUrl, region] = [fields.text('start_url'), fields.text('region')];
  return {
    id: name.toLowerCase(),
    name,
    kind,
    // Merging gives the whole entry the place of the last layer; its kind stands where it was defined.
    at: fields.at('kind'),
    ...(startUrl !== undefined && { startUrl }),
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...own,
    ...(fields.fault && { fault: fields.fault, faults: fields.faults }),
  };
}

function ownSettings(
  fields: Fields,
  name: string,
  kind: string,
): Pick<Provider, 'audience' | 'url' | 'durationSeconds' | 'callbackPort' | 'autoProvision'> {
  switch (kind) {
    case 'aws/iam-identity-center':
      readUrl(fields, name, 'start_url', 'https://acme.awsapps.com/start');
      fields.required('us-east-1', 'region');
      return { ...(fields.flag('auto_provision_identities') && { autoProvision: true }) };
    case 'github/oidc':
      // Atmos's documentation calls it optional and its code does not: AWS's own default serves both.
      return { audience: fields.text('spec', 'audience') ?? 'sts.amazonaws.com' };
    case 'aws/saml': {
      const url = readUrl(fields, name, 'url', 'https://acme.okta.com/home/amazon_aws/0oa1/272');
      fields.required('us-east-1', 'region');
      return { ...(url !== undefined && { url }), ...readSaml(fields, name) };
    }
    default:
      if (kind !== '' && !mockKinds.includes(kind)) complainOfKind(fields, name, kind);
      return {};
  }
}

function readUrl(fields: Fields, name: string, key: string, example: string): string | undefined {
  const url = fields.required(example, key);
  if (url !== undefined && !URL.canParse(url))
    fields.complain(
      `${key} of provider "${name}" is not a URL: ${url}`,
      `It looks like ${example}`,
      fields.at(key),
    );
  return url;
}

function complainOfKind(fields: Fields, name: string, kind: string): void {
  const [message, hint, code] = otherKinds.test(kind)
    ? ([
        `The provider "${name}" is of kind ${kind}, with which atmos-kit cannot sign in.`,
        'Sign in with the atmos program, or use a provider of kind aws/iam-identity-center.',
        'construct-not-supported',
      ] as const)
    : ([
        `The provider "${name}" is of unknown kind ${kind}.`,
        'Did you mean aws/iam-identity-center?',
        'kind-unknown',
      ] as const);
  fields.complain(message, hint, fields.at('kind'), code);
}
