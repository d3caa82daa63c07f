/** Every text that a shell reads, before any shell has read it: what checkers know, and what old shells lack. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from '../journeys/desk.ts';
import { type Shell, shells } from './shells.ts';

const folder = join(import.meta.dirname, '..', '..', 'shell');

const filesOf = (shell: Shell): readonly string[] =>
  readdirSync(join(folder, shell)).map((name) => join(folder, shell, name));

const checkers: Readonly<Record<Shell, readonly [string, ...string[]]>> = {
  bash: ['shellcheck', '--shell=bash'],
  zsh: ['zsh', '-n'],
  fish: ['fish', '--no-execute'],
};

function check(shell: Shell, file: string): void {
  const [program, ...args] = checkers[shell];
  const { status, stdout, stderr } = spawnSync(program, [...args, file], { encoding: 'utf8' });
  assert.is(status, 0, `${file}\n${stdout}${stderr}`);
}

for (const shell of shells) {
  const [program] = checkers[shell];
  const missing = spawnSync(program, ['--version']).error !== undefined;
  const withChecker = (title: string, work: () => void | Promise<void>) =>
    test(title, async () => {
      if (!missing) return work();
      if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error(`${program} is not installed`);
      console.log(`\nSKIPPED ${program} is not installed`);
    });
  withChecker(`no file for ${shell} has a fault that ${program} knows`, () => {
    // shellcheck looks for what is missing, and a template is whole only when it is printed.
    const isWhole = (file: string) => shell !== 'bash' || !readFileSync(file, 'utf8').includes('#{{');
    const whole = filesOf(shell).filter(isWhole);
    assert.ok(whole.length > 0);
    for (const file of whole) check(shell, file);
  });
  for (const verb of ['completion', 'shell init'])
    withChecker(`nor has what ${verb} prints for ${shell}`, () =>
      withDesk(async (desk) => {
        const { stdout } = await desk.kit(`${verb} ${shell}`);
        assert.not.match(stdout, '#{{');
        check(shell, desk.write(`printed.${shell}`, stdout));
      }),
    );
}

/** What bash 3.2, which macOS has, does not know. */
const newer: Readonly<Record<string, RegExp>> = {
  mapfile: /\b(mapfile|readarray)\b/,
  declare: /\b(declare|local|typeset|readonly)\s+-\w*[gAnlu]/,
  transformations: /\$\{!?\w+(\[[^\]]*\])?@[A-Za-z]\}/,
  cases: /\$\{!?\w+(\[[^\]]*\])?[\^,]/,
  times: /%\([^)]*\)T/,
  pipes: /&>>|\|&/,
  'falling through': /;&/,
  'negative indexes': /\w\[\s*-\d|\$\{\w+:[^:}]*:\s*-\d/,
  wait: /\bwait\s+-\w/,
  'is set': /(\[|\btest)\s+(!\s+)?-[vR]\s/,
  coproc: /\bcoproc\b/,
  'named descriptors': /\{\w+\}[<>]/,
  read: /\bread\b.*\s(-\w*[Ni]\b|-t\s*\d*\.)/,
  steps: /\{\w+\.\.\w+\.\.\w+\}/,
  variables: /\$\{?(BASHPID|EPOCHSECONDS|EPOCHREALTIME|SRANDOM)\b/,
  letters: /\$'[^']*\\[uU]/,
  shopt: /\bshopt\b.*\b(globstar|autocd|lastpipe|inherit_errexit|direxpand|dirspell|localvar_inherit)\b/,
  complete: /\bcomplete\b.*\s-[DEI]\b/,
  compopt: /\bcompopt\b/,
};

/** Where one of these is used all the same, and what is done where it is not known. */
const guarded: readonly (readonly [use: string, because: string])[] = [
  ['completion.bash: compopt', 'its failure is silent, and then a blank comes behind a folder'],
  ['init.bash: times', 'printf fails, and date is asked instead'],
  ['init.bash: variables', 'it is empty, and printf is asked instead'],
  ['start.bash: times', 'printf fails, and date is asked instead'],
];

const newerIn = (text: string): readonly string[] =>
  Object.entries(newer)
    .filter(([, pattern]) => pattern.test(text.replace(/(^|\s)#.*$/gm, '')))
    .map(([construct]) => construct);

test('no text for bash holds what bash 3.2 lacks; bash 3.2 itself was not run', () => {
  const used = filesOf('bash').flatMap((file) =>
    newerIn(readFileSync(file, 'utf8')).map((construct) => `${basename(file)}: ${construct}`),
  );
  assert.equal(used.sort(), guarded.map(([use]) => use).sort());
});

const sample = (name: string): readonly string[] =>
  readFileSync(join(import.meta.dirname, 'programs', name), 'utf8')
    .trim()
    .split('\n');

test('each of these is known where it is seen, and nothing else is taken for one', () => {
  const known = new Set<string>();
  for (const line of sample('newer.bash')) {
    const [code = '', construct = ''] = line.split(' # ');
    assert.equal(newerIn(code), [construct], code);
    known.add(construct);
  }
  assert.equal([...known].sort(), Object.keys(newer).sort());
  for (const line of sample('older.bash')) assert.equal(newerIn(line), [], line);
});

test.run();
