import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from '../journeys/desk.ts';
import { completingShell, shells } from './shells.ts';

/** What is typed after `atmos-kit`, and the words of the line that it makes. */
const lines: readonly (readonly [keys: string, words: readonly string[]])[] = [
  ['auth who⇥', ['auth', 'whoami']],
  ['describe comp⇥', ['describe', 'component']],
  ['auth list --form⇥', ['auth', 'list', '--format']],
  ['auth list --format js⇥', ['auth', 'list', '--format', 'json']],
  ['auth list --format=js⇥', ['auth', 'list', '--format=json']],
  ['terraform outp⇥', ['terraform', 'output']],
  ['terraform generate planf⇥', ['terraform', 'generate', 'planfile']],
  ['terraform plan eks/cl⇥', ['terraform', 'plan', 'eks/cluster']],
  ['terraform plan vpc -s plat-ue1-d⇥', ['terraform', 'plan', 'vpc', '-s', 'plat-ue1-dev']],
  ['terraform plan vpc --stack=plat-ue1-d⇥', ['terraform', 'plan', 'vpc', '--stack=plat-ue1-dev']],
  ['plan vp -s plat-ue1-dev←←←←←←←←←←←←←←←←⇥', ['plan', 'vpc', '-s', 'plat-ue1-dev']],
  ['auth whoami --identity plat-dev/t⇥', ['auth', 'whoami', '--identity', 'plat-dev/terraform']],
  ['auth whoami -i plat-dev/t⇥', ['auth', 'whoami', '-i', 'plat-dev/terraform']],
  ['auth login --provider ss⇥', ['auth', 'login', '--provider', 'sso']],
  ['auth whoami --profile managers,devo⇥', ['auth', 'whoami', '--profile', 'managers,devops']],
  ['kit mor⇥', ['kit', 'morning']],
  ['ki⇥ plan vp⇥ -s plat-ue1-d⇥', ['kit', 'plan', 'vpc', '-s', 'plat-ue1-dev']],
  ['kit plan vpc --sta⇥ plat-ue1-dev', ['kit', 'plan', 'vpc', '--stack', 'plat-ue1-dev']],
  ['kit exec plat-dev/t⇥ -- env', ['kit', 'exec', 'plat-dev/terraform', '--', 'env']],
  ['workflow logi⇥', ['workflow', 'login']],
  ['completion fi⇥', ['completion', 'fish']],
  [
    'auth exec -i plat-dev/t⇥ -- mkdir -p x',
    ['auth', 'exec', '-i', 'plat-dev/terraform', '--', 'mkdir', '-p', 'x'],
  ],
  ['auth exec -- shellch⇥', ['auth', 'exec', '--', 'shellcheck']],
  ['auth exec -- cat atmos.y⇥', ['auth', 'exec', '--', 'cat', 'atmos.yaml']],
];

const got = (words: readonly string[]) => `got${words.map((word) => `<${word}>`).join('')}`;

for (const shell of shells) {
  test(`${shell} completes verbs, flags, and names of the project`, () =>
    withDesk(async (desk) => {
      const typed = await completingShell(desk, shell);
      for (const [keys, words] of lines) {
        typed.type(`atmos-kit ${keys}⏎`);
        await typed.shows(got(words));
      }
      assert.not.match(typed.shown(), /\(line \d+\)|: line \d+:|:\d+: /, 'the completion itself failed');
      await typed.end();
    }));

  test(`${shell} takes a name from the project as a word and never as code`, () =>
    withDesk(async (desk) => {
      const [id, kind] = [`odd "it's" $(touch ran) \`touch ran\` ;touch ran`, 'aws/permission-set'];
      desk.edit(
        'profiles/developers/plat.yaml',
        '  identities:\n',
        `  identities:\n    ${JSON.stringify(id)}: { kind: ${kind}, via: { provider: sso } }\n`,
      );
      const typed = await completingShell(desk, shell);
      typed.type('atmos-kit auth whoami --identity od⇥⏎');
      await typed.shows(got(['auth', 'whoami', '--identity', id]));
      assert.not(existsSync(join(desk.project, 'ran')), 'what the name holds was run');
      await typed.end();
    }));

  test(`${shell} is silent where there is no project to read`, () =>
    withDesk(async (desk) => {
      const empty = join(desk.folder, 'empty');
      mkdirSync(empty);
      const typed = await completingShell(desk, shell, empty);
      typed.type('atmos-kit terraform plan vp⇥ -s pl⇥⏎');
      await typed.shows(got(['terraform', 'plan', 'vp', '-s', 'pl']));
      desk.write('atmos.yaml', 'stacks: [');
      typed.type(`cd ${desk.project}⏎`);
      typed.type('atmos-kit auth whoami -i pla⇥⏎');
      await typed.shows(got(['auth', 'whoami', '-i', 'pla']));
      assert.not.match(typed.shown(), /yaml|problem|error/i);
      await typed.end();
    }));

  test(`the completion of ${shell} is free of faults that its checker knows`, () =>
    withDesk(async (desk) => {
      const { stdout: text } = await desk.kit(`completion ${shell}`);
      const file = desk.write(`completion.${shell}`, text);
      const [program, ...args] = {
        bash: ['shellcheck', '--shell=bash', file],
        zsh: ['zsh', '-n', file],
        fish: ['fish', '--no-execute', file],
      }[shell] as [string, ...string[]];
      execFileSync(program, args, { stdio: 'pipe' });
    }));
}

test('the completion of bash holds nothing that bash 3.2 lacks', () =>
  withDesk(async (desk) => {
    const { stdout: text } = await desk.kit('completion bash');
    for (const construct of [
      /declare -[gAn]/,
      /local -[An]/,
      /mapfile|readarray/,
      /\$\{\w+[@^,]/,
      /&>>|\|&/,
      /;;&|;&/,
      /\[-\d/,
    ])
      assert.not.match(text, construct);
  }));

test.run();
