import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An Atmos project as large organizations have them. */
export interface Organization {
  readonly folder: string;
  /** Names of its stacks. */
  readonly stacks: readonly string[];
  /** Names of the components that each of them has. */
  readonly components: readonly string[];
}

const regions = ['ue1', 'ue2', 'uw2', 'ew1'];
const stagesOfTenant = 25;

/**
 * Writes a project of `stacks` stacks with `components` components each. A stack imports its stage's defaults, these its
 * tenant's, these the organization's; and for each component a catalog file, which imports what all of them share.
 */
export function makeOrganization(folder: string, stacks: number, components: number): Organization {
  const write = (path: string, lines: readonly string[]): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`);
  };
  const names = Array.from({ length: components }, (_, index) => `component-${index}`);
  write('atmos.yaml', configuration);
  write('stacks/orgs/acme/_defaults.yaml', organizationWide);
  write('stacks/catalog/shared.yaml', sharedByComponents);
  for (const region of regions)
    write(`stacks/mixins/region/${region}.yaml`, [`vars: {environment: ${region}, region: ${region}}`]);
  for (const name of names) {
    write(`components/terraform/${name}/main.tf`, ['variable "size" { default = 1 }']);
    write(`stacks/catalog/${name}.yaml`, catalogOf(name));
  }
  const made: string[] = [];
  for (let index = 0; index < stacks; index += 1) {
    const region = regions[index % regions.length] as string;
    const account = Math.floor(index / regions.length);
    const stage = `s${account % stagesOfTenant}`;
    const tenant = `t${Math.floor(account / stagesOfTenant)}`;
    const path = `stacks/orgs/acme/${tenant}`;
    write(`${path}/_defaults.yaml`, ['import: [orgs/acme/_defaults]', `vars: {tenant: ${tenant}}`]);
    write(`${path}/${stage}/_defaults.yaml`, [
      `import: [orgs/acme/${tenant}/_defaults]`,
      `vars: {stage: ${stage}, account_id: "${100_000_000_000 + account}"}`,
      'auth: {identities: {terraform: {default: true}}}',
    ]);
    write(`${path}/${stage}/${region}.yaml`, stackOf(`orgs/acme/${tenant}/${stage}`, region, names, index));
    made.push(`${tenant}-${region}-${stage}`);
  }
  return { folder, stacks: made, components: names };
}

const configuration = [
  'base_path: "."',
  'components: {terraform: {base_path: components/terraform}}',
  'stacks:',
  '  base_path: stacks',
  '  included_paths: ["orgs/**/*"]',
  '  excluded_paths: ["**/_defaults.yaml"]',
  '  name_pattern: "{tenant}-{environment}-{stage}"',
  'auth:',
  '  providers: {corp: {kind: mock/aws, region: us-east-1}}',
  '  identities: {terraform: {kind: mock/aws, via: {provider: corp}}}',
];

const organizationWide = [
  'vars: {namespace: acme, tags: {owner: platform, organization: acme}}',
  'terraform:',
  '  backend_type: s3',
  '  backend: {s3: {bucket: acme-state, region: us-east-1, encrypt: true, use_lockfile: true}}',
  '  vars: {enabled: true}',
];

const sharedByComponents = [
  'components:',
  '  terraform:',
  '    shared/defaults:',
  '      metadata: {type: abstract}',
  '      vars: {retention_days: 30, alarms: {cpu: 80, memory: 85}}',
  '      settings: {team: platform}',
];

function catalogOf(name: string): readonly string[] {
  return [
    'import: [catalog/shared]',
    'components:',
    '  terraform:',
    `    ${name}/defaults:`,
    `      metadata: {type: abstract, component: ${name}, inherits: [shared/defaults]}`,
    `      vars: {name: ${name}, size: 1, rules: [{port: 443}, {port: 8080}]}`,
    `    ${name}:`,
    `      metadata: {component: ${name}, inherits: [${name}/defaults]}`,
    '      env: {LEVEL: info}',
  ];
}

function stackOf(
  above: string,
  region: string,
  components: readonly string[],
  index: number,
): readonly string[] {
  return [
    'import:',
    `  - ${above}/_defaults`,
    `  - mixins/region/${region}`,
    ...components.map((name) => `  - catalog/${name}`),
    'components:',
    '  terraform:',
    ...components.flatMap((name) => [
      `    ${name}:`,
      `      vars: {size: ${index % 7}, tags: {stack: "${index}"}}`,
    ]),
  ];
}
