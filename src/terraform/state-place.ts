import { isAbsolute, join } from 'node:path';
import type { Component } from '../domain/component.ts';
import { type Place, Problem } from '../domain/problem.ts';
import { entriesOf, textOf, type Value, valueAt } from '../domain/value.ts';

/** Where the state of a component rests; `at` is where its backend is described. */
export type StatePlace =
  | { readonly type: 'local'; readonly at: Place; readonly path: string }
  | {
      readonly type: 's3';
      readonly at: Place;
      readonly bucket: string;
      readonly key: string;
      readonly region?: string;
      readonly endpointUrl?: string;
      readonly pathStyle: boolean;
      /** Roles to take before reading, the first one first. */
      readonly roles: readonly StateRole[];
    };

export interface StateRole {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly sessionName?: string;
}

/** Settings of the s3 backend that say with which keys it is read, other than those of the identity. */
const otherKeys = [
  ...['access_key', 'secret_key', 'token', 'profile', 'shared_credentials_file', 'shared_credentials_files'],
  ...['shared_config_files', 'assume_role_with_web_identity', 'sse_customer_key'],
];

/**
 * Where Terraform would keep the state of a component whose folder stands at `folder` (absolute).
 * Throws Problem `construct-not-supported` for a backend that is neither local nor s3, or whose own keys would be
 * needed, and `stack-invalid` where it lacks a setting. Source of the rules: Terraform's backends local and s3.
 */
export function statePlace(component: Component, folder: string): StatePlace {
  const { backendType = 'local', workspace, backend } = component;
  switch (backendType) {
    case 'local':
      return { type: 'local', at: backend.at, path: localPath(component, folder) };
    case 's3':
      return s3Place(component);
    default:
      throw new Problem({
        code: 'construct-not-supported',
        message: `The state of ${component.name} in ${component.stack} (workspace ${workspace}) rests in a backend of the type ${backendType}, which cannot be read directly.`,
        hint: 'Ask with !terraform.output, which lets Terraform read it.',
        at: backend.at,
      });
  }
}

function localPath({ backend, workspace }: Component, folder: string): string {
  const path =
    workspace === 'default'
      ? (settingOf(backend, 'path') ?? 'terraform.tfstate')
      : join(settingOf(backend, 'workspace_dir') ?? 'terraform.tfstate.d', workspace, 'terraform.tfstate');
  return isAbsolute(path) ? path : join(folder, path);
}

function s3Place(component: Component): StatePlace {
  const { backend, workspace, name, stack } = component;
  for (const setting of otherKeys) {
    const value = backend.entries.get(setting);
    if (value === undefined || (value.type === 'scalar' && (value.data === null || value.data === '')))
      continue;
    throw new Problem({
      code: 'construct-not-supported',
      message: `The backend of ${name} in ${stack} has ${setting}, with which its state cannot be read directly.`,
      hint: 'Ask with !terraform.output, which lets Terraform read it.',
      at: value.at,
    });
  }
  const key = needed(component, 'key');
  const prefix = settingOf(backend, 'workspace_key_prefix') ?? 'env:';
  const region = settingOf(backend, 'region');
  const endpointUrl = textOf(valueAt(backend, 'endpoints', 's3')) || settingOf(backend, 'endpoint');
  return {
    type: 's3',
    at: backend.at,
    bucket: needed(component, 'bucket'),
    key: workspace === 'default' ? key : [prefix, workspace, key].filter(Boolean).join('/'),
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    pathStyle: isOn(backend, 'use_path_style') || isOn(backend, 'force_path_style'),
    roles: rolesOf(backend),
  };
}

function rolesOf(backend: Value): readonly StateRole[] {
  return [backend, valueAt(backend, 'assume_role')].flatMap((section) => {
    const [roleArn, externalId, sessionName] = ['role_arn', 'external_id', 'session_name'].map((key) =>
      section === undefined ? undefined : settingOf(section, key),
    );
    if (roleArn === undefined) return [];
    return [{ roleArn, ...(externalId && { externalId }), ...(sessionName && { sessionName }) }];
  });
}

function needed({ backend, name, stack }: Component, setting: string): string {
  const text = settingOf(backend, setting);
  if (text !== undefined) return text;
  throw new Problem({
    code: 'stack-invalid',
    message: `The s3 backend of ${name} in ${stack} has no ${setting}.`,
    hint: `Write ${setting}: below backend.s3.`,
    at: backend.at,
  });
}

/** A setting's text; undefined where it is missing or empty. */
const settingOf = (section: Value, key: string): string | undefined =>
  textOf(valueAt(section, key)) || undefined;

function isOn(backend: Value, key: string): boolean {
  for (const [name, value] of entriesOf(backend))
    if (name === key && value.type === 'scalar') return String(value.data) === 'true';
  return false;
}
