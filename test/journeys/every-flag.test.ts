/**
 * No flag of a verb is ignored. What can be told from outside is: a value that names nothing is refused, whichever verb it
 * is given to. Of the other flags the least that can be told is that the verb's code asks for them.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readCall } from '../../scripts/grammar/read-call.ts';
import type { Verb } from '../../scripts/grammar/verb.ts';
import { verbs } from '../../scripts/grammar/verbs.ts';
import type { RunVerb } from '../../scripts/verb-context.ts';
import { compose } from '../../src/compose.ts';
import { isProblem } from '../../src/domain/problem.ts';
import type { Ports } from '../../src/ports.ts';
import { type Desk, withDesk } from './desk.ts';

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
const nameOf = ({ path }: Verb) => path.join(' ');
const fileOf = ({ path }: Verb) => join(scripts, `${path.join('-')}.ts`);

/** A value that names nothing, and what is said of it. */
const nonsense: Readonly<Record<string, readonly [value: string, codes: readonly string[]]>> = {
  profile: ['nobody', ['profile-not-found']],
  identity: ['nobody', ['identity-not-found']],
  provider: ['nobody', ['provider-not-found']],
  stack: ['nowhere', ['stack-not-found']],
  'base-path': ['/nowhere', ['config-not-found']],
  'config-path': ['/nowhere', ['config-not-found']],
  format: ['nonsense', ['usage']],
  output: ['nonsense', ['usage']],
  credentials: ['nonsense', ['usage']],
  chain: ['/nowhere', ['credentials-unavailable']],
  providers: ['nobody', ['provider-not-found']],
  identities: ['nobody', ['identity-not-found']],
};

/** What is said elsewhere, or cannot be told so, and why. */
const otherwise: Readonly<Record<string, string>> = {
  login: 'hands its flags on to auth login and auth whoami',
  plan: 'hands its flags on to terraform plan',
  apply: 'hands its flags on to terraform apply',
  'describe affected --stack': 'leaves nothing, where no stack is of that name',
  'describe stacks --stack': 'leaves nothing, where no stack is of that name',
  'list components --stack': 'leaves nothing, and says why',
  'list instances --stack': 'leaves nothing, and says why',
  'profile list --profile': 'is list profiles',
  'list profiles --profile': 'shows the right names to whoever typed a wrong one',
  'workflow --stack': 'the steps decide what a stack is',
  'doctor --profile': 'is one of the things that it looks for',
  complete: 'says nothing, whatever is wrong: it answers a key in the middle of a line',
};

/** Words that make a whole call of a verb, where its first example does not. */
const instead: Readonly<Record<string, string>> = {
  'break-glass': 'break-glass plat-dev --for 20m --reason reasoned',
  'auth env': 'auth env -i plat-dev/ReadOnlyAccess',
  workflow: 'workflow login -f session',
  use: 'use plat-dev/ReadOnlyAccess --shell bash',
};

function wordsOf(verb: Verb, flag: string, value: string): string[] {
  const example = instead[nameOf(verb)] ?? (verb.examples[0]?.[0] ?? '').replace(/^.*?atmos-kit /, '');
  const words = example.split(' ').map((word) => word.replace(/^'(.*)'$/, '$1'));
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  // The last one counts.
  return [...words.slice(0, end), `--${flag}=${value}`, ...words.slice(end)];
}

/** Nothing is started and nobody is asked: a flag that is ignored shows as `ran`. */
function portsOf(desk: Desk): Ports {
  const stream = new PassThrough().resume() as unknown as NodeJS.ReadStream & NodeJS.WriteStream;
  const ports = compose({
    variables: desk.variables,
    folder: desk.project,
    stdin: stream,
    stderr: stream,
    uid: process.getuid?.() ?? 0,
    program: [process.execPath, 'atmos-kit'],
    build: 'every-flag',
  });
  const run = () => Promise.reject(new Error('ran'));
  return new Proxy(ports, {
    get: (all, name) => (name === 'children' ? { ...all.children, run } : Reflect.get(all, name)),
  });
}

/** The code of the Problem that a call ends with, or what else became of it. */
async function outcome(ports: Ports, argv: readonly string[]): Promise<string> {
  try {
    const call = readCall(verbs, argv);
    const { run } = (await import(fileOf(call.verb))) as { run: RunVerb };
    return `exit code ${(await run({ call, ports, print: () => {} })) ?? 0}`;
  } catch (error) {
    return isProblem(error) ? error.code : String(error);
  }
}

for (const [flag, [value, codes]] of Object.entries(nonsense))
  test(`--${flag} of every verb that has it refuses what names nothing`, () =>
    withDesk(async (desk) => {
      await desk.signIn();
      const ports = portsOf(desk);
      const ignored: string[] = [];
      for (const verb of verbs) {
        const name = nameOf(verb);
        if (!(flag in verb.flags) || name in otherwise || `${name} --${flag}` in otherwise) continue;
        const words = wordsOf(verb, flag, value);
        const end = await outcome(ports, words);
        if (!codes.includes(end)) ignored.push(`${words.join(' ')}: ${end}`);
      }
      assert.equal(ignored, []);
    }));

/** A script with the scripts and rooms that it imports. */
function textOf(file: string, seen = new Set<string>()): string {
  if (seen.has(file) || !file.endsWith('.ts')) return '';
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)].map(
    ([, a, b]) => a ?? b ?? '',
  );
  const below = imports
    .map((path) => join(dirname(file), path))
    .filter((path) => !path.includes('/grammar/'));
  return [text, ...below.map((path) => textOf(path, seen))].join('\n');
}

test('every flag of every verb is asked for by its code', () => {
  const ignored = verbs.flatMap((verb) => {
    const [own, all] = [readFileSync(fileOf(verb), 'utf8'), textOf(fileOf(verb))];
    const quoted = (flag: string) => new RegExp(`['"]-{0,2}${flag}['"]`);
    const read = (flag: string) => new RegExp(`(Flag|isOn|toggled)\\(\\s*call,\\s*'${flag}'`);
    // Verbs that hand unknown flags on read their arguments themselves.
    const asks = (flag: string) =>
      quoted(flag).test(own) ||
      read(flag).test(all) ||
      (verb.takesAnything === true && quoted(flag).test(all));
    return Object.keys(verb.flags)
      .filter((flag) => !asks(flag))
      .map((flag) => `${nameOf(verb)} --${flag}`);
  });
  assert.equal(ignored, []);
});

test.run();
