/** Every dialect is read by what it is written for, wherever that is installed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { environmentText, notUnset } from '../../../scripts/speak/environment.ts';
import { isProblem } from '../../../src/domain/problem.ts';

type Change = Readonly<Record<string, string | null>>;

/** Texts that a careless program runs, loses or tears apart. None holds a NUL, which no variable can. */
const oneLine = {
  APOSTROPHE: "it's",
  SUBSTITUTION: '$(touch pwned) $HOME `touch pwned`',
  BRACES: ['$', '{HOME} $', '{HOME:-$(touch pwned)}'].join(''),
  QUOTES: '"double" \\"',
  BACKSLASHES: 'a\\nb \\\\ \\',
  BACKSLASH_APOSTROPHE: "\\'",
  OPERATORS: 'a; touch pwned & b | c > pwned # !x',
  GLOBS: '* ? [a] ~ {a,b} =ls %1',
  BLANKS: '  two  blanks\tand a tab ',
  ESCAPES: '\u001b]0;title\u0007\u001b[31m',
  POWERSHELL: '‘a’ ‚b‛ $env:PATH',
  EMPTY: '',
  PLAIN: '/home/x/a-b_c.d:e@f,g+h=i%j',
};
const lineBreaks = { LINE: 'a\nb', ENDS: '\n\na\n\n', CARRIAGE: 'a\rb\r\n', BOTH: "'\n$(touch pwned)\n'" };
const hostile = { ...oneLine, ...lineBreaks };

/** Runs a program in a folder of its own that holds `text` as the file `change`; returns the variables it prints. */
function readBy(
  text: string,
  argv: readonly string[],
  before: Readonly<Record<string, string>> = {},
): Change {
  const folder = mkdtempSync(join(tmpdir(), 'atmos-kit-environment-'));
  try {
    writeFileSync(join(folder, 'change'), text);
    const [file = '', ...args] = argv;
    const env = { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8', ...before };
    const output = execFileSync(file, args, { cwd: folder, env, encoding: 'utf8' });
    assert.not.ok(existsSync(join(folder, 'pwned')), 'something was run');
    return Object.fromEntries(
      output
        .split('\0')
        .filter((entry) => entry.includes('='))
        .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['ATMOS_KIT_TEST_CI'] === 'true' && ['bash', 'zsh', 'fish'].includes(program))
      throw new Error(`${program} is not installed`);
    console.log(`SKIPPED ${program} is not installed: what it reads was not tried`);
    return false;
  }
}

const shells: readonly (readonly [title: string, format: string, argv: readonly string[]])[] = [
  ['bash with set -u', 'bash', ['bash', '-euc', 'eval "$(cat change)"; env -0']],
  ['bash in POSIX mode', 'bash', ['bash', '--posix', '-euc', 'eval "$(cat change)"; env -0']],
  ['sh', 'sh', ['sh', '-euc', 'eval "$(cat change)"; env -0']],
  ['zsh with set -u', 'zsh', ['zsh', '-feuc', 'eval "$(cat change)"; env -0']],
  ['zsh that splits words', 'zsh', ['zsh', '-fyeuc', 'eval "$(cat change)"; env -0']],
  ['fish that sources it', 'fish', ['fish', '--no-config', '-c', 'source change; env -0']],
  ['fish that evals it', 'fish', ['fish', '--no-config', '-c', 'eval (cat change); env -0']],
];

for (const [title, format, argv] of shells)
  if (isInstalled(argv[0] as string)) {
    test(`${title} takes every value as it is, and runs none`, () => {
      const seen = readBy(environmentText(hostile, format), argv);
      for (const [name, value] of Object.entries(hostile)) assert.is(seen[name], value, name);
    });

    test(`${title} unsets what is to be unset, whether it was set or not`, () => {
      const seen = readBy(environmentText({ WAS: null, WAS_NOT: null, NEW: 'n' }, format), argv, {
        WAS: 'w',
      });
      assert.is(seen['WAS'], undefined);
      assert.is(seen['WAS_NOT'], undefined);
      assert.is(seen['NEW'], 'n');
    });
  }

if (isInstalled('bash'))
  test('an eval without quotes around it works in bash too', () => {
    const { PLAIN, APOSTROPHE } = hostile;
    const text = environmentText({ PLAIN, APOSTROPHE, WAS: null }, 'bash');
    const seen = readBy(text, ['bash', '-c', 'eval $(cat change); env -0'], { WAS: 'w' });
    assert.is(seen['PLAIN'], PLAIN);
    assert.is(seen['APOSTROPHE'], APOSTROPHE);
    assert.is(seen['WAS'], undefined);
    assert.is(seen['export'], undefined);
  });

if (isInstalled('fish'))
  test("a universal variable of fish is hidden, and stays the person's own", () => {
    const script =
      "set -Ux AWS_VAULT mine; set -gx AWS_VAULT inherited; source change; env -0; fish -c 'set -e -g AWS_VAULT; echo -n universal=$AWS_VAULT'";
    const text = environmentText({ AWS_VAULT: null, AWS_PROFILE: 'p' }, 'fish');
    const seen = readBy(text, ['fish', '-c', script]);
    assert.is(seen['AWS_VAULT'], '');
    assert.is(seen['universal'], 'mine');
  });

const dotenvReaders: readonly (readonly [title: string, program: string, argv: readonly string[]])[] = [
  [
    'Node',
    process.execPath,
    [
      '-e',
      'process.loadEnvFile("change"); for (const [k, v] of Object.entries(process.env)) process.stdout.write(k + "=" + v + "\\0")',
    ],
  ],
  [
    'direnv',
    'direnv',
    ['-c', 'mv change .env && echo dotenv > .envrc && direnv allow && direnv exec . env -0'],
  ],
  [
    'dotenv for Python',
    'python3',
    [
      '-c',
      'import dotenv; [print(f"{k}={v}", end="\\0") for k, v in dotenv.dotenv_values("change").items()]',
    ],
  ],
];

for (const [title, program, args] of dotenvReaders)
  if (program !== 'python3' ? isInstalled(program) : hasPythonDotenv()) {
    const argv = [program === 'direnv' ? 'sh' : program, ...args];
    test(`${title} reads a .env file as it is meant, or it is not written`, () => {
      for (const [name, value] of Object.entries({ ...hostile, BOTH: "it's\ntwo" })) {
        const text = written(name, value);
        if (text !== undefined) assert.is(readBy(text, argv)[name], value, `${name} in ${text}`);
      }
      assert.ok(
        ['APOSTROPHE', 'SUBSTITUTION', 'BLANKS', 'EMPTY', 'LINE'].every((name) =>
          written(name, hostile[name as keyof typeof hostile]),
        ),
      );
    });

    test(`${title} reads an empty variable in the place of one that is to be unset`, () => {
      const change = {
        AWS_ACCESS_KEY_ID: null,
        AWS_USE_FIPS_ENDPOINT: null,
        AWS_DEFAULT_PROFILE: null,
        AWS_PROFILE: 'a/b',
      };
      const seen = readBy(environmentText(change, 'dotenv'), argv);
      assert.is(seen['AWS_ACCESS_KEY_ID'], '');
      assert.is(seen['AWS_USE_FIPS_ENDPOINT'], 'false');
      assert.is(seen['AWS_DEFAULT_PROFILE'], 'a/b');
    });
  }

/** The line, or undefined where it is refused with a Problem. */
function written(name: string, value: string): string | undefined {
  try {
    return environmentText({ [name]: value }, 'dotenv');
  } catch (error) {
    if (!isProblem(error)) throw error;
    assert.is(error.code, 'auth-config-invalid');
    return undefined;
  }
}

function hasPythonDotenv(): boolean {
  try {
    execFileSync('python3', ['-c', 'import dotenv'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('SKIPPED dotenv for Python is not installed: what it reads was not tried');
    return false;
  }
}

test('a .env file says which profile it could not unset', () => {
  const change = { AWS_PROFILE: null, AWS_ACCESS_KEY_ID: 'ASIA' };
  assert.match(
    environmentText(change, 'dotenv'),
    /^# This file cannot unset AWS_PROFILE: .*\nAWS_ACCESS_KEY_ID=ASIA\n$/,
  );
  assert.equal(notUnset(change), ['AWS_PROFILE']);
});

test("GitHub's file takes line breaks between a word that the value does not hold", () => {
  const read = (text: string) => {
    const found: Record<string, string> = {};
    const lines = text.split('\n');
    for (let line = lines.shift(); line; line = lines.shift()) {
      const [, name, end] = /^(\w+)<<(.+)$/.exec(line) ?? [];
      if (name === undefined) found[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
      else {
        const value = lines.splice(0, lines.indexOf(end as string));
        found[name] = value.join('\n');
        lines.shift();
      }
    }
    return found;
  };
  const change = { ...hostile, SLY: 'a\nend_of_SLY\nEVIL=1', AWS_VAULT: null };
  assert.equal(read(environmentText(change, 'github')), {
    ...Object.fromEntries(Object.entries(change).sort()),
    AWS_VAULT: '',
  });
});

test('PowerShell gets quotes doubled, its own kinds included, and nothing else changed', () => {
  const text = environmentText({ A: "it's ‘x’ $env:PATH\n`n", B: null }, 'powershell');
  assert.is(text, "$Env:B = $null;\n$Env:A = 'it''s ‘‘x’’ $env:PATH\n`n';\n");
});

test('json holds null for what is unset', () => {
  assert.equal(JSON.parse(environmentText({ ...hostile, GONE: null }, 'json')), { ...hostile, GONE: null });
});

test('lines without quotes hold what has no line break, and nothing is said of what is unset', () => {
  assert.is(environmentText({ A: 'a b"c', B: null }, 'env'), 'A=a b"c\n');
  assert.throws(() => environmentText({ A: 'a\nb' }, 'env'), /has a line break/);
});

for (const format of ['bash', 'fish', 'powershell', 'dotenv', 'env', 'github', 'json'])
  test(`what is no name of a variable is refused in ${format}`, () => {
    for (const name of ['A B', 'A;touch pwned', '$(id)', '', 'A=B', '1A', 'A\n'])
      for (const value of ['x', null])
        assert.throws(() => environmentText({ [name]: value }, format), /is no name/);
    assert.throws(() => environmentText({ A: 'a\0b' }, format), /NUL/);
  });

test.run();
