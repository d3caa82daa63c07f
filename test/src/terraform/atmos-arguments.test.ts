import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { splitTerraformArguments } from '../../../src/terraform/arguments.ts';
import { atmosArguments } from '../../../src/terraform/atmos-arguments.ts';
import { componentOf } from './project.ts';

const target = { name: 'vpc', stack: 'acme-dev' };
const argumentsOf = (line: string, known = true, profiles: readonly string[] = []) => {
  const component = known ? componentOf() : undefined;
  return atmosArguments(splitTerraformArguments(line.split(' ')), target, { component, profiles }).join(' ');
};

const lines: readonly (readonly [typed: string, given: string])[] = [
  ['plan vpc -s acme-dev', 'terraform plan vpc -s acme-dev --identity=false'],
  ['plan vpc -s acme-dev --identity x --driver atmos', 'terraform plan vpc -s acme-dev --identity=false'],
  ['state list vpc -s acme-dev', 'terraform state list vpc -s acme-dev --identity=false'],
  [
    'plan vpc -s acme-dev -lock=false -- -x',
    'terraform plan vpc -s acme-dev --identity=false -- -lock=false -x',
  ],
  [
    'plan vpc -s acme-dev --dry-run --skip-init',
    'terraform plan vpc -s acme-dev --dry-run --skip-init --identity=false',
  ],
  ['apply vpc -s acme-dev --planfile p', 'terraform apply vpc -s acme-dev --planfile p --identity=false'],
  [
    'apply vpc -s acme-dev --from-plan',
    'terraform apply vpc -s acme-dev --planfile acme-dev-vpc.planfile --identity=false',
  ],
  ['apply vpc -s acme-dev --from-plan=p', 'terraform apply vpc -s acme-dev --planfile p --identity=false'],
  [
    'deploy vpc -s acme-dev --deploy-run-init=false',
    'terraform deploy vpc -s acme-dev --deploy-run-init=false --identity=false',
  ],
  [
    'plan vpc -s acme-dev --process-functions=false',
    'terraform plan vpc -s acme-dev --process-functions=false --identity=false',
  ],
  ['plan vpc -s acme-dev --skip exec', 'terraform plan vpc -s acme-dev --skip exec --identity=false'],
];
for (const [typed, given] of lines)
  test(`${typed} becomes ${given}`, () => assert.is(argumentsOf(typed), given));

test('profiles go by one flag', () =>
  assert.match(argumentsOf('plan vpc -s acme-dev', true, ['a', 'b']), / --profile a,b$/));

test('--from-plan without a known name is refused: atmos would run a plain apply', () => {
  try {
    argumentsOf('apply vpc -s acme-dev --from-plan', false);
    assert.unreachable();
  } catch (error) {
    if (!isProblem(error)) throw error;
    assert.is(error.code, 'construct-not-supported');
  }
});

test.run();
