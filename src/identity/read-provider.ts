import type { Provider } from '../domain/auth.ts';
import type { Value } from '../domain/value.ts';
import { Fields } from './fields.ts';

/** Kinds that Atmos knows. Those without our own sign-in are told apart from typing mistakes. */
const knownKinds = /^(aws\/(iam-identity-center|saml)|github\/oidc|(azure|gcp|atmos)\/.+)$/;

/** For tests: who uses them is signed in. */
const mockKinds: readonly string[] = ['mock', 'mock/aws'];

/** Reads one entry of `auth.providers`. What is wrong with it becomes its `fault`; nothing is thrown. */
export function readProvider(name: string, entry: Value): Provider {
  const fields = new Fields(`provider "${name}"`, entry);
  if (entry.type !== 'map') fields.complain(`The provider "${name}" is not a map.`, 'Give it a kind.');
  const kind = fields.required('aws/iam-identity-center', 'kind') ?? '';
  if (kind === 'aws/iam-identity-center') {
    const startUrl = fields.required('https://acme.awsapps.com/start', 'start_url');
    if (startUrl !== undefined && !URL.canParse(startUrl))
      fields.complain(
        `start_url of provider "${name}" is not a URL: ${startUrl}`,
        'It looks like https://acme.awsapps.com/start',
        fields.at('start_url'),
      );
    fields.required('us-east-1', 'region');
  } else if (kind !== '' && !mockKinds.includes(kind)) complainOfKind(fields, name, kind);
  const endpointUrl = readEndpoint(fields, name);
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
    ...(fields.fault && { fault: fields.fault, faults: fields.faults }),
  };
}

function complainOfKind(fields: Fields, name: string, kind: string): void {
  const [message, hint, code] = knownKinds.test(kind)
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

// Atmos reads a second, older spelling as well.
function readEndpoint(fields: Fields, name: string): string | undefined {
  for (const path of [
    ['spec', 'endpoint_url'],
    ['spec', 'aws', 'resolver', 'url'],
  ]) {
    const text = fields.text(...path);
    if (text === undefined) continue;
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
    fields.complain(
      `${path.join('.')} of provider "${name}" is not an http or https URL: ${text}`,
      'It looks like http://127.0.0.1:9911',
      fields.at(...path),
    );
  }
  return undefined;
}
