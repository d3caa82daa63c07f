import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Component } from '../../../src/domain/component.ts';
import { lacksWorkspace, type OutputsPlan, planOutputs } from '../../../src/terraform/plan-outputs.ts';
import { componentOf, requestOf } from './project.ts';

function plan(component: Component = componentOf(), inherited: Record<string, string> = {}): OutputsPlan {
  const planned = planOutputs(requestOf({ component, inherited }));
  if ('skipped' in planned) throw new Error(planned.message);
  return planned;
}

test('outputs take init, the workspace as it is, and output; everything is quiet', () => {
  const { run, select, output } = plan();
  assert.equal(
    run.commands.map(({ args, quiet }) => [...args, quiet]),
    [['init', '-reconfigure', true]],
  );
  assert.equal(select, ['workspace', 'select', 'acme-dev']);
  assert.equal(output, ['output', '-json']);
});

test('variables are neither looked at nor written, and a plan file stays', () => {
  const component = componentOf();
  Object.defineProperty(component, 'vars', {
    get() {
      throw new Error('vars were looked at');
    },
  });
  const { run } = plan(component);
  assert.equal(
    run.files.map(({ purpose }) => purpose),
    ['backend'],
  );
  assert.equal(run.cleanUp, []);
});

test('a backend without workspaces selects none', () => {
  assert.is(plan(componentOf({ backendType: 'http' })).select, undefined);
});

test('what steers the run that asks does not steer this one', () => {
  const { run, select } = plan(componentOf(), {
    TF_WORKSPACE: 'x',
    TF_CLI_ARGS_init: '-upgrade',
    HOME: '/h',
  });
  assert.equal([run.change['TF_WORKSPACE'], run.change['TF_CLI_ARGS_init']], [null, null]);
  assert.not.ok('HOME' in run.change);
  assert.equal(select, ['workspace', 'select', 'acme-dev']);
});

test('a component that is switched off is skipped', () => {
  assert.ok('skipped' in planOutputs(requestOf({ component: componentOf({ enabled: false }) })));
});

const said: readonly (readonly [text: string, missing: boolean])[] = [
  ['\nWorkspace "a-dev" doesn\'t exist.\n\nYou can create this workspace with the "new" subcommand', true],
  ['│ Error: Workspace "a-dev" doesn\'t\n│ exist', false],
  ['Error: Failed to load state: AccessDenied', false],
];
for (const [text, missing] of said)
  test(`${JSON.stringify(text.slice(0, 40))} ${missing ? 'is' : 'is not'} about a missing workspace`, () =>
    assert.is(lacksWorkspace(text), missing));

test.run();
