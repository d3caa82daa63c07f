import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import type { MapValue } from '../../../src/domain/value.ts';
import { fileNamed, readWorkflow, stepsFrom } from '../../../src/workflows/workflow.ts';
import type { WorkflowFile } from '../../../src/workflows/workflow-files.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

function fileOf(text: string, name = 'net.yaml'): WorkflowFile {
  const workflows = readYaml(text, name) as MapValue;
  return { name, content: workflows, workflows };
}

const read = (text: string) => readWorkflow(fileOf(text), 'w');

function problemOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isProblem(error)) return `${error.code} ${error.at?.line}`;
    throw error;
  }
  return 'none';
}

test('steps without a name are called by their number', () => {
  const { steps } = read('w: {steps: [{command: a}, {name: b, command: c}, {command: d, type: shell}]}');
  assert.equal(
    steps.map(({ name, type }) => `${name} ${type}`),
    ['step1 atmos', 'b atmos', 'step3 shell'],
  );
});

test('a run may begin with any step, and with no other', () => {
  const workflow = read('w: {steps: [{command: a}, {name: b, command: c}, {command: d}]}');
  assert.is(stepsFrom(workflow, undefined).length, 3);
  assert.is(stepsFrom(workflow, 'b').length, 2);
  assert.is(stepsFrom(workflow, 'step3').length, 1);
  assert.throws(() => stepsFrom(workflow, 'step2'), /no step "step2"/);
});

const faults: [text: string, problem: string][] = [
  ['w: {steps: []}', 'workflow-invalid 1'],
  ['w: {}', 'workflow-invalid 1'],
  ['x: {steps: []}', 'workflow-not-found undefined'],
  ['w:\n  steps:\n  - name: a', 'workflow-invalid 3'],
  ['w:\n  steps:\n  - type: parallel\n    command: a', 'construct-not-supported 3'],
  ['w:\n  steps:\n  - command: a\n    needs: [b]', 'construct-not-supported 4'],
  ['w:\n  steps:\n  - command: a\n    when: "{{ x }}"', 'construct-not-supported 4'],
  ['w:\n  container: {image: x}\n  steps: [{command: a}]', 'construct-not-supported 2'],
];
for (const [text, problem] of faults)
  test(`${JSON.stringify(text)} is ${problem}`, () =>
    assert.is(
      problemOf(() => read(text)),
      problem,
    ));

test('a file is named with or without its ending', () => {
  const files = [fileOf('{}', 'net.yaml'), fileOf('{}', 'ops/day.yml')];
  const found = (typed: string) => fileNamed(files, typed)?.name;
  assert.equal(['net', 'net.yaml', './net', 'ops/day', 'day', 'ne'].map(found), [
    'net.yaml',
    'net.yaml',
    'net.yaml',
    'ops/day.yml',
    undefined,
    undefined,
  ]);
});

test.run();
