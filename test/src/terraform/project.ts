import type { Component } from '../../../src/domain/component.ts';
import type { Project, TerraformSettings } from '../../../src/domain/project.ts';
import type { MapValue, Plain, Value } from '../../../src/domain/value.ts';
import type { TerraformRequest } from '../../../src/terraform/terraform-run.ts';

const at = { file: '/p/stacks/dev.yaml', line: 3, column: 5 };

/** Ordinary data as a tree whose every value stands at one place. */
export function treeOf(plain: Plain): Value {
  if (Array.isArray(plain)) return { type: 'list', items: plain.map(treeOf), at };
  if (plain !== null && typeof plain === 'object') return mapOf(plain);
  return { type: 'scalar', data: plain, at };
}

export function mapOf(plain: { readonly [key: string]: Plain }): MapValue {
  const entries = Object.entries(plain).map(([key, value]) => [key, treeOf(value)] as const);
  return { type: 'map', entries: new Map(entries), at };
}

/** The project at `/p` with the settings that the golden projects have, and those given. */
export function projectOf(settings: Partial<TerraformSettings> = {}, more: Partial<Project> = {}): Project {
  return {
    configFolder: '/p',
    basePath: '/p',
    profiles: [],
    config: mapOf({}),
    auth: mapOf({}),
    identityDefaults: [],
    realm: 'r',
    stacks: {
      basePath: '/p/stacks',
      includedPaths: [],
      excludedPaths: [],
      listMerge: 'replace',
      templatesEnabled: false,
      templates: {
        sprig: false,
        gomplate: false,
        evaluations: 1,
        delimiters: ['{{', '}}'],
        env: {},
        ignoreMissing: false,
      },
      inheritMetadata: true,
    },
    terraform: {
      basePath: '/p/components/terraform',
      command: 'terraform',
      autoGenerateBackendFile: true,
      initRunReconfigure: true,
      initPassVars: false,
      applyAutoApprove: false,
      deployRunInit: true,
      planSkipPlanfile: false,
      ...settings,
    },
    env: {},
    kit: { credentials: 'process', share: [], atmosFunction: 'auto' },
    ...more,
  };
}

/** `vpc` in `acme-dev` with an s3 backend, and what is given instead. */
export function componentOf(more: Partial<Component> = {}): Component {
  return {
    name: 'vpc',
    stack: 'acme-dev',
    manifest: 'orgs/acme/dev',
    at,
    abstract: false,
    enabled: true,
    locked: false,
    folder: 'vpc',
    vars: mapOf({ tenant: 'acme', stage: 'dev' }),
    env: mapOf({}),
    settings: mapOf({}),
    metadata: mapOf({}),
    providers: mapOf({}),
    backendType: 's3',
    backend: mapOf({ bucket: 'b', key: 'terraform.tfstate', region: 'r1', workspace_key_prefix: 'vpc' }),
    auth: mapOf({}),
    identityDefaults: [],
    command: '',
    workspace: 'acme-dev',
    inheritance: [],
    ...more,
  };
}

/** A request for a plan of `vpc`, and what is given instead. Every folder exists. */
export function requestOf(more: Partial<TerraformRequest> = {}): TerraformRequest {
  return {
    project: projectOf(),
    component: componentOf(),
    subcommand: ['plan'],
    extra: [],
    options: {},
    inherited: {},
    isFolder: () => true,
    ...more,
  };
}
