import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { localModules } from '../../../src/terraform/local-modules.ts';

const cases: readonly (readonly [title: string, code: string, sources: readonly string[]])[] = [
  ['a local module', 'module "a" {\n  source = "../shared"\n}', ['../shared']],
  ['a block in one line', 'module "a" { source = "./x" }', ['./x']],
  [
    'two modules with blocks in them',
    'module "a" {\n providers = {\n aws = aws.x\n }\n source = "../a"\n}\nmodule "b" {\n source = "../b"\n}',
    ['../a', '../b'],
  ],
  ['a module of the registry', 'module "a" {\n  source = "terraform-aws-modules/vpc/aws"\n}', []],
  ['a source that is no module', 'resource "aws_s3_object" "o" {\n  source = "../file.txt"\n}', []],
  ['a comment', 'module "a" {\n  # source = "../old"\n  source = "../new"\n}', ['../new']],
  [
    'braces in a text',
    'module "a" {\n  name = "{{"\n  source = "../a"\n}\nresource "x" "y" {\n  source = "../no"\n}',
    ['../a'],
  ],
  ['no code', '', []],
];
for (const [title, code, sources] of cases)
  test(`${title}: ${sources.join(', ') || 'nothing'}`, () => assert.equal(localModules(code), sources));

test.run();
