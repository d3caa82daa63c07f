import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from '../journeys/desk.ts';
import { completingShell, installedShell, type Shell, shells } from './shells.ts';

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
  ['auth logout plat-dev/t⇥', ['auth', 'logout', 'plat-dev/terraform']],
  ['auth discover --provider ⇥', ['auth', 'discover', '--provider', 'sso']],
  ['auth list --kind aws/assume-roo⇥', ['auth', 'list', '--kind', 'aws/assume-root']],
  ['auth console -d cloudtr⇥', ['auth', 'console', '-d', 'cloudtrail']],
  ['explain role-⇥', ['explain', 'role-not-assigned']],
  ['list vars vpc --process-functions=f⇥', ['list', 'vars', 'vpc', '--process-functions=false']],
  ['list vars vpc --skip=exec,store.⇥', ['list', 'vars', 'vpc', '--skip=exec,store.get']],
  ["auth exec -i 'plat-dev/t⇥", ['auth', 'exec', '-i', 'plat-dev/terraform']],
  ['auth exec -i "plat-dev/t⇥', ['auth', 'exec', '-i', 'plat-dev/terraform']],
  ['auth process --base-path comp⇥.', ['auth', 'process', '--base-path', 'components/.']],
  [
    'auth exec -i plat-dev/t⇥ -- mkdir -p x',
    ['auth', 'exec', '-i', 'plat-dev/terraform', '--', 'mkdir', '-p', 'x'],
  ],
  ['auth exec -- shellch⇥', ['auth', 'exec', '--', 'shellcheck']],
  ['auth exec -- cat atmos.y⇥', ['auth', 'exec', '--', 'cat', 'atmos.yaml']],
];

/** What was typed already leaves fewer names, whatever stands first. */
const narrowed: readonly (readonly [keys: string, words: readonly string[]])[] = [
  ['terraform plan ecr -s ⇥', ['terraform', 'plan', 'ecr', '-s', 'core-ue1-artifacts']],
  ['terraform plan ecr --stack=⇥', ['terraform', 'plan', 'ecr', '--stack=core-ue1-artifacts']],
  ['terraform plan --stack=core-ue1-artifacts ⇥', ['terraform', 'plan', '--stack=core-ue1-artifacts', 'ecr']],
  ['list stacks -c acc⇥map', ['list', 'stacks', '-c', 'account-map']],
  ['workflow who⇥ -f ⇥', ['workflow', 'whoami', '-f', 'session']],
  ['workflow -f infra p⇥', ['workflow', '-f', 'infra', 'plan']],
  [
    'auth list --profile devops --identities core-root/t⇥',
    ['auth', 'list', '--profile', 'devops', '--identities', 'core-root/terraform'],
  ],
];

/** The same where it stands behind the cursor, of which fish tells a completion nothing. */
const behind: readonly (readonly [keys: string, words: readonly string[]])[] = [
  ['plan -s  ecr←←←←⇥', ['plan', '-s', 'core-ue1-artifacts', 'ecr']],
  [`plan  -s core-ue1-artifacts${'←'.repeat(22)}⇥`, ['plan', 'ecr', '-s', 'core-ue1-artifacts']],
];

/** Names that a shell must quote, which a beginning of its own tells apart. */
const hostile: readonly string[] = [
  `n01 odd "it's" $(touch ran) \`touch ran\` ;touch ran`,
  'n02:colon:and=sign,x',
  'n03\\back\\\\slash',
  'n04 {a,b}[c]*?~#',
  'n05!bang!!',
  'n06&touch ran|touch ran>ran<ran',
  "n07'$(touch ran)'",
  'n08"$(touch ran)"',
  'n09@host:%~é',
  'n10$HOME$((1+1))',
];

/** A program of somebody else with a completion, whose words it shows. */
const frob: Readonly<Record<Shell, readonly string[]>> = {
  bash: [`_frob() { COMPREPLY=($(compgen -W 'apple banana' -- "$2")); }; complete -F _frob frob`],
  zsh: ['_frob() { compadd apple banana }; compdef _frob frob'],
  fish: [`complete --command frob --no-files --arguments 'apple banana'`],
};

const got = (words: readonly string[]) => `got${words.map((word) => `<${word}>`).join('')}`;

for (const shell of shells) {
  test(`${shell} completes verbs, flags, and names of the project`, () =>
    withDesk(async (desk) => {
      const typed = await completingShell(desk, shell);
      for (const [keys, words] of [...lines, ...narrowed, ...(shell === 'fish' ? [] : behind)]) {
        typed.type(`atmos-kit ${keys}⏎`);
        await typed.shows(got(words));
      }
      assert.not.match(typed.shown(), /\(line \d+\)|: line \d+:|:\d+: /, 'the completion itself failed');
      await typed.end();
    }));

  test(`${shell} takes a name from the project as a word and never as code`, () =>
    withDesk(async (desk) => {
      const named = [...hostile, 'n11 line\nbreak'].map(
        (name) => `    ${JSON.stringify(name)}: { kind: aws/permission-set, via: { provider: sso } }\n`,
      );
      desk.edit('profiles/developers/plat.yaml', '  identities:\n', `  identities:\n${named.join('')}`);
      const typed = await completingShell(desk, shell);
      for (const name of hostile)
        for (const quote of ['', "'", '"']) {
          typed.type(`atmos-kit auth whoami -i ${quote}${name.slice(0, 3)}⇥⏎`);
          await typed.shows(got(['auth', 'whoami', '-i', name]));
        }
      // A name of two lines cannot be told in one.
      typed.type('atmos-kit auth whoami -i n11⇥⏎');
      await typed.shows(got(['auth', 'whoami', '-i', 'n11']));
      assert.not(existsSync(join(desk.project, 'ran')), 'what a name holds was run');
      await typed.end();
    }));

  test(`${shell} completes what stands after -- as it would without us`, () =>
    withDesk(async (desk) => {
      const odd = "odd file; $(touch ran) it's.txt";
      desk.write(odd, '');
      chmodSync(desk.write('odd tools/say', '#!/bin/sh\n'), 0o755);
      const typed = await completingShell(desk, shell);
      for (const line of frob[shell]) {
        typed.type(`${line}⏎`);
        await typed.shows('ready> ');
      }
      for (const [keys, words] of [
        ['auth exec -- frob ban⇥', ['auth', 'exec', '--', 'frob', 'banana']],
        [
          'auth exec -i plat-dev/terraform -- frob --skin apple ban⇥',
          ['auth', 'exec', '-i', 'plat-dev/terraform', '--', 'frob', '--skin', 'apple', 'banana'],
        ],
        [
          'auth serve -i plat-dev/terraform -- frob ban⇥',
          ['auth', 'serve', '-i', 'plat-dev/terraform', '--', 'frob', 'banana'],
        ],
        ['auth exec -- cat odd\\ f⇥', ['auth', 'exec', '--', 'cat', odd]],
        ['auth exec -- ./odd\\ t⇥sa⇥', ['auth', 'exec', '--', './odd tools/say']],
      ] as const) {
        typed.type(`atmos-kit ${keys}⏎`);
        await typed.shows(got(words));
      }
      assert.not(existsSync(join(desk.project, 'ran')), 'what the name of a file holds was run');
      await typed.end();
    }));

  test(`${shell} completes atmos as well, where the shell's integration gives it that name`, () =>
    withDesk(async (desk) => {
      // fish itself reads the completion of a name from a file.
      const reads = shell === 'fish' ? (['completion', 'shell init'] as const) : (['shell init'] as const);
      const typed = await completingShell(desk, shell, { reads });
      for (const name of ['atmos', 'atmos-kit']) {
        typed.type(`${name} terraform plan ecr -s ⇥⏎`);
        await typed.shows(got(['terraform', 'plan', 'ecr', '-s', 'core-ue1-artifacts']));
      }
      await typed.end();
    }));

  test(`${shell} for which we were installed completes both names, and asks the program for those of the project alone`, () =>
    withDesk(async (desk) => {
      const typed = await installedShell(desk, shell);
      typed.type('atmos auth who⇥');
      await typed.shows('whoami');
      typed.type('\x15atmos-kit auth list --form⇥');
      await typed.shows('--format');
      assert.equal(typed.calls(), []);
      typed.type('\x15atmos terraform plan ecr -s ⇥');
      await typed.shows('core-ue1-artifacts');
      assert.equal(typed.calls(), ['complete stacks --component=ecr']);
      await typed.end();
    }));

  test(`${shell} is silent where there is no project to read`, () =>
    withDesk(async (desk) => {
      const empty = join(desk.folder, 'empty');
      mkdirSync(empty);
      const typed = await completingShell(desk, shell, { cwd: empty });
      typed.type('atmos-kit terraform plan vp⇥ -s pl⇥⏎');
      await typed.shows(got(['terraform', 'plan', 'vp', '-s', 'pl']));
      desk.write('atmos.yaml', 'stacks: [');
      typed.type(`cd ${desk.project}⏎`);
      typed.type('atmos-kit auth whoami -i pla⇥⏎');
      await typed.shows(got(['auth', 'whoami', '-i', 'pla']));
      assert.not.match(typed.shown(), /yaml|problem|error/i);
      await typed.end();
    }));
}

test.run();
