import type { AuthSection } from '../../../src/domain/auth.ts';
import type { MapValue } from '../../../src/domain/value.ts';
import { readAuth } from '../../../src/identity/read-auth.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

/** The `auth:` tree of a text, as if it stood in `atmos.yaml`. */
export const tree = (text: string, file = 'atmos.yaml'): MapValue => readYaml(text, file) as MapValue;

export const auth = (text: string): AuthSection => readAuth(tree(text), 'acme');

/** Two accounts, a chain of two steps, and the portal in front of them. */
export const acme = `
providers:
  sso:
    kind: aws/iam-identity-center
    start_url: https://acme.awsapps.com/start
    region: us-east-1
identities:
  plat-dev/terraform:
    kind: aws/permission-set
    via: { provider: sso }
    principal: { name: TerraformApplyAccess, account: { id: "222222222202" } }
  plat-dev/ReadOnlyAccess:
    kind: aws/permission-set
    via: { provider: sso }
    principal: { name: ReadOnlyAccess, account: { name: plat-dev }, region: eu-west-1 }
  core-root/terraform:
    kind: aws/assume-role
    via: { identity: PLAT-dev/Terraform }
    principal: { assume_role: "arn:aws:iam::111111111101:role/acme/terraform", duration: 1h30m, external_id: abc }
    env: [{ key: FOO, value: bar }]
`;
