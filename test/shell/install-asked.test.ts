/** `shell install` at a terminal: the change is shown, and nothing is made of it before a yes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { program } from '../journeys/desk.ts';
import { type PseudoTerminal, startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { type Person, withPerson } from './person.ts';

const begin = (person: Person, ...words: readonly string[]): PseudoTerminal =>
  startOnTerminal([process.execPath, program, 'shell', ...words], person.project, person.variables, 200);

test('without a profile one is chosen from a list; the change is shown; no, Ctrl-C and yes do as they say', () =>
  withPerson(async (person) => {
    person.write('.bashrc', '# mine\n');
    const before = person.tree();
    for (const [keys, exitCode] of [
      ['n\r', 1],
      ['\x03', 130],
      ['y\r', 0],
    ] as const) {
      const run = begin(person, 'install');
      await run.waitFor('Which profiles?');
      await run.waitFor('managers');
      // developers and local.
      run.type(' \x1b[B\x1b[B \r');
      await run.waitFor('+export ATMOS_PROFILE=developers,local');
      await run.waitFor(`Change ${person.at('.bashrc')}?`);
      run.type(keys);
      assert.is(await run.ended, exitCode, run.shown());
      if (exitCode !== 0) assert.equal(person.tree(), before);
    }
    assert.is(await person.sees('bash'), 'developers,local');

    const taken = begin(person, 'uninstall');
    await taken.waitFor('-export ATMOS_PROFILE=developers,local');
    await taken.waitFor('Change ');
    taken.type('y\r');
    assert.is(await taken.ended, 0);
    assert.equal(person.tree(), before);
  }));

test.run();
