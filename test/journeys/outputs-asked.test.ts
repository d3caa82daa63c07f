/** When outputs of other components are asked for, and when not: a stand-in for Terraform notes every call. */
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { onDisk, type StacksOnDisk } from './stacks-on-disk.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');

/** Gives every component the outputs `id` and `list`; `slow` beside it makes init wait for a signal. */
const terraform = `#!/bin/sh
here=$(dirname "$0")
echo "$(basename "$PWD") $*" >> "$here/calls"
case "$1" in
  init) if [ -e "$here/slow" ]; then trap 'exit 1' INT; touch "$here/begun"; while :; do sleep 0.1; done; fi ;;
  output) echo '{"id": {"value": "v-1"}, "list": {"value": [1, "two"]}}' ;;
esac
`;

const stack = (components: string): Record<string, string> => ({
  'stacks/orgs/dev.yaml': `vars: {tenant: a, stage: dev}\ncomponents:\n  terraform:\n${components}`,
  'tf/net/main.tf': '',
  'tf/app/main.tf': '',
  'bin/terraform': terraform,
});
const plain = stack(`    net: {}
    app:
      metadata: {labels: {team: x}}
      vars:
        id: !terraform.output net id
        second: !terraform.output net a-dev .list[1]
        missing: !terraform.output net nope
`);

function asking(
  title: string,
  files: Readonly<Record<string, string>>,
  work: (
    kit: (words: string | readonly string[]) => ReturnType<StacksOnDisk['kit']>,
    calls: () => readonly string[],
    stacks: StacksOnDisk,
  ) => void | Promise<void>,
): void {
  test(title, () =>
    onDisk(files, async (stacks) => {
      chmodSync(join(stacks.project, 'bin/terraform'), 0o755);
      const notes = join(stacks.project, 'bin/calls');
      const calls = () => {
        const text = existsSync(notes) ? readFileSync(notes, 'utf8') : '';
        rmSync(notes, { force: true });
        return text.split('\n').filter(Boolean);
      };
      const PATH = `${join(stacks.project, 'bin')}:${process.env['PATH']}`;
      await work((words) => stacks.kit(words, { PATH }), calls, stacks);
    }),
  );
}

const once = ['net init', 'net workspace select a-dev', 'net output -json'];
const describe = ['describe', 'component', 'app', '-s', 'a-dev', '--format', 'json', '--query'];

asking('a dry run starts no terraform, not even to read outputs, and says so', plain, (kit, calls) => {
  const { exitCode, stdout, stderr } = kit('terraform plan app -s a-dev --dry-run --identity=false');
  assert.is(exitCode, 0, stderr);
  assert.equal(calls(), []);
  assert.match(stdout, /"id": "\(computed\)"/);
  assert.match(stderr, /A dry run reads no outputs of other components/);
});

asking('several outputs of one component are one question, asked in its folder', plain, (kit, calls) => {
  const ended = kit([...describe, '[.vars.id, .vars.second, .vars.missing]']);
  assert.equal(JSON.parse(ended.stdout), ['v-1', 'two', null], ended.stderr);
  assert.equal(calls(), once);
  assert.is(ended.stderr, '');
});

for (const words of [
  [...describe, '.metadata.labels'],
  [...describe, '.vars', '--process-functions=false'],
  [...describe, '.vars', '--skip', 'terraform.output'],
  ['list', 'stacks'],
  ['list', 'components'],
  ['identity', 'app', '-s', 'a-dev'],
])
  asking(`${words.join(' ')} asks nobody`, plain, (kit, calls) => {
    const ended = kit(words);
    assert.is(ended.exitCode, 0, ended.stderr);
    assert.equal(calls(), []);
  });

asking('what rests on outputs is asked for every time', plain, async (kit, calls) => {
  for (let time = 0; time < 2; time += 1) {
    await sleep(80);
    assert.is(kit([...describe, '.vars.id']).stdout, '"v-1"\n');
    assert.equal(calls(), once);
  }
});

asking(
  'a run that needs outputs of a component in its own folder does not wait for itself',
  stack(`    net: {}
    peer:
      metadata: {component: net}
      vars: {id: !terraform.output net id}
`),
  (kit, calls, { project }) => {
    const ended = kit('terraform plan peer -s a-dev');
    assert.is(ended.exitCode, 0, ended.stderr);
    assert.equal(
      calls().filter((call) => !call.startsWith('net plan')),
      [...once, 'net init', 'net workspace select -or-create a-dev-peer'],
    );
    const variables = readFileSync(join(project, 'tf/net/a-dev-peer.terraform.tfvars.json'), 'utf8');
    assert.match(variables, /"id": "v-1"/);
  },
);

asking(
  'variables that ask for each other are no circle: to read outputs takes none',
  stack(`    net:
      vars: {id: !terraform.output app id}
    app:
      vars: {id: !terraform.output net id}
`),
  (kit) => assert.is(kit([...describe, '.vars.id']).stdout, '"v-1"\n'),
);

asking(
  'environments that ask for each other are one, and told as such',
  stack(`    net:
      env: {ID: !terraform.output app id}
    app:
      env: {ID: !terraform.output net id}
`),
  (kit) => {
    const { exitCode, stderr } = kit([...describe, '.env']);
    assert.is(exitCode, 1);
    assert.match(stderr, /circle: the outputs of net in a-dev, then the outputs of app in a-dev, then/);
    assert.match(stderr, /dev\.yaml:\d/);
  },
);

asking(
  'what a component needs to be read is asked for first',
  stack(`    deep: {metadata: {component: net}}
    net:
      env: {ID: !terraform.output deep id}
    app:
      vars: {id: !terraform.output net id}
`),
  (kit, calls) => {
    assert.is(kit([...describe, '.vars.id']).stdout, '"v-1"\n');
    assert.equal(calls(), [
      ...once.slice(0, 1),
      'net workspace select a-dev-deep',
      ...once.slice(2),
      ...once,
    ]);
  },
);

asking(
  'a state that cannot be read directly is named with its backend and line',
  stack(`    far:
      metadata: {component: net}
      backend_type: azurerm
      backend: {azurerm: {container_name: x}}
    app:
      vars: {far: !terraform.state far id}
`),
  (kit, calls) => {
    const { exitCode, stderr } = kit([...describe, '.vars']);
    assert.is(exitCode, 1);
    assert.match(stderr, /!terraform\.state far a-dev has no answer: .*backend of the type azurerm/);
    assert.match(stderr, /dev\.yaml:7/);
    assert.equal(calls(), []);
  },
);

asking(
  'a state in a file gives its outputs; without one the value is not known yet',
  {
    ...stack(`    net: {backend_type: local, backend: {local: {}}}
    app:
      vars: {id: !terraform.state net id, never: !terraform.state app id}
`),
    'tf/net/terraform.tfstate.d/a-dev/terraform.tfstate':
      '{"version": 4, "outputs": {"id": {"value": "from state"}}, "resources": []}',
  },
  (kit, calls) => {
    const { stdout, stderr } = kit([...describe, '[.vars.id, .vars.never]']);
    assert.equal(JSON.parse(stdout), ['from state', '(computed)'], stderr);
    assert.match(stderr, /app in a-dev was never applied/);
    assert.equal(calls(), []);
  },
);

const templates = {
  'atmos.yaml': [
    'base_path: "."',
    'components: {terraform: {base_path: tf}}',
    'stacks: {base_path: stacks, included_paths: ["orgs/**/*"], name_pattern: "{tenant}-{stage}"}',
    'templates: {settings: {enabled: true}}',
    '',
  ].join('\n'),
};

asking(
  'atmos.Component asks for outputs, and for nothing where only variables are read',
  {
    ...stack(`    net: {vars: {size: 3}}
    app:
      vars: {id: '{{ (atmos.Component "net" "a-dev").outputs.id }}', other: !terraform.output net id}
      env: {SIZE: '{{ (atmos.Component "net" "a-dev").vars.size }}'}
`),
    ...templates,
  },
  (kit, calls) => {
    const size = kit([...describe, '.env.SIZE']);
    assert.is(size.stdout, '"3"\n', size.stderr);
    assert.equal(calls(), []);
    const { stdout, stderr } = kit([...describe, '[.vars.id, .vars.other]']);
    assert.equal(JSON.parse(stdout), ['v-1', 'v-1'], stderr);
    assert.equal(calls(), once, 'both functions have one answer');
  },
);

asking(
  'a store is refused with its name, its kind and the line',
  stack('    app:\n      vars: {id: !store params net id}\n'),
  (kit, _calls, stacks) => {
    const ask = () => kit([...describe, '.vars']).stderr;
    assert.match(ask(), /!store asks the store params, which atmos\.yaml does not have/);
    const configuration = readFileSync(join(stacks.project, 'atmos.yaml'), 'utf8');
    stacks.write({
      'atmos.yaml': `${configuration}stores: {params: {type: aws-ssm-parameter-store, options: {region: x}}}\n`,
    });
    const said = ask();
    assert.match(said, /asks the store params, and stores of the kind aws-ssm-parameter-store/);
    assert.match(said, /dev\.yaml:5/);
    assert.match(said, /--driver atmos/);
  },
);

asking(
  'commands in atmos.yaml are run by verbs about identities, each time anew',
  {
    ...plain,
    'profiles/x/auth.yaml':
      'auth: {providers: {sso: {kind: aws/iam-identity-center, region: us-east-1, start_url: !exec echo x >> count; echo https://a.example/$(wc -l < count | tr -d " ")}}, identities: {one: {kind: aws/permission-set, default: true, via: {provider: sso}, principal: {name: A, account: {id: "111111111111"}}}}}\n',
  },
  async (kit, calls) => {
    for (const time of [1, 2]) {
      await sleep(80);
      const ended = kit('auth list --profile x --format json');
      assert.is(ended.exitCode, 0, ended.stderr);
      assert.match(ended.stdout, new RegExp(`https://a.example/${time}"`));
    }
    const who = kit('identity app -s a-dev --profile x --format json');
    assert.match(who.stdout, /"identity": "one"/, who.stderr);
    assert.equal(calls(), []);
  },
);

/** The program on a terminal of its own, with the stand-in in front. */
function onTerminal({ project, scratch }: StacksOnDisk, words: string) {
  const PATH = `${join(project, 'bin')}:${process.env['PATH']}`;
  const variables = { PATH, HOME: scratch, TMPDIR: scratch, XDG_RUNTIME_DIR: scratch };
  return startOnTerminal([process.execPath, program, ...words.split(' ')], project, variables);
}

const until = async (holds: () => boolean) => {
  while (!holds()) await sleep(20);
};

asking('a Ctrl-C while outputs are read ends everything with 130', plain, async (_kit, calls, stacks) => {
  stacks.write({ 'bin/slow': '' });
  const screen = onTerminal(stacks, 'terraform plan app -s a-dev');
  await until(() => existsSync(join(stacks.project, 'bin/begun')));
  assert.match(screen.shown(), /Asking Terraform for the outputs of net in a-dev/);
  screen.type('\x03');
  assert.is(await screen.ended, 130, screen.shown());
  assert.equal(calls(), ['net init']);
});

asking('who waits for a folder to ask can give up', plain, async (_kit, calls, stacks) => {
  stacks.write({ 'bin/slow': '' });
  const busy = onTerminal(stacks, 'terraform plan net -s a-dev');
  await until(() => existsSync(join(stacks.project, 'bin/begun')));
  const waiting = onTerminal(stacks, 'describe component app -s a-dev --query .vars');
  await until(() => /Another run is busy/.test(waiting.shown()));
  waiting.type('\x03');
  assert.is.not(await waiting.ended, 0);
  assert.equal(calls(), ['net init'], 'of the other run');
  busy.type('\x03');
  await busy.ended;
});

test.run();
