/** What stops an installation half-way: rights, a full disk, a kill. The start-up file is whole, whatever happens. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Shell, shells } from '../../src/domain/shell.ts';
import { planInstall } from '../../src/flows/install-shell.ts';
import { surveyShell } from '../../src/flows/shell-survey.ts';
import { program } from '../journeys/desk.ts';
import { memoryFiles } from '../src/memory-files.ts';
import { type Person, withPerson } from './person.ts';

const startUp: Readonly<Record<Shell, string>> = {
  zsh: '.zshrc',
  bash: '.bashrc',
  fish: '.config/fish/conf.d/atmos-kit.fish',
};
const install = (shell: Shell) => ['shell', 'install', '--shell', shell, '--profile', 'devops', '--yes'];

/** The built program behind other words, such as those that take its rights away. */
function run(person: Person, before: readonly string[], words: readonly string[]) {
  const [file = '', ...args] = [...before, process.execPath, program, ...words];
  return spawnSync(file, args, {
    cwd: person.project,
    env: { ...person.variables },
    encoding: 'utf8',
    timeout: 60_000,
  });
}

const drafts = (file: string) => readdirSync(dirname(file)).filter((name) => name.endsWith('.tmp'));

const isRoot = process.getuid?.() === 0;
const has = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
const nobody = 65_534;

if (isRoot && has('setpriv'))
  for (const [what, fileMode, folderMode, owner] of [
    ['that is read-only', 0o444, 0o755, nobody],
    ["that is somebody else's", 0o644, 0o755, 0],
    ['in a folder that is read-only', 0o644, 0o555, nobody],
  ] as const)
    test(`a start-up file ${what} is refused with the lines to paste, and left as it is`, () =>
      withPerson(async (person) => {
        const file = person.write('.zshrc', '# mine\n');
        // The lists of tests are for their owner alone.
        for (let folder = dirname(person.home); folder !== '/'; folder = dirname(folder))
          if ((statSync(folder).mode & 0o001) === 0) chmodSync(folder, statSync(folder).mode | 0o011);
        person.write('.local/share/atmos-kit/keep', '');
        for (const path of ['.local', '.local/share', '.local/share/atmos-kit'])
          chownSync(person.at(path), nobody, nobody);
        chownSync(file, owner, owner);
        chmodSync(file, fileMode);
        chownSync(person.home, nobody, nobody);
        chmodSync(person.home, folderMode);
        const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
        const { status, stderr } = run(person, asNobody, install('zsh'));
        assert.is(status, 1, stderr);
        assert.match(
          stderr,
          /\.zshrc cannot be written: you may not write there\.\n {2}Put these lines there yourself:\n\n# >>> atmos-kit >>>\n/,
        );
        assert.is(readFileSync(file, 'utf8'), '# mine\n');
        assert.is(statSync(file).uid, owner);
        assert.equal(drafts(file), []);
        const [block = ''] =
          /# >>> atmos-kit >>>(.|\n)*# <<< atmos-kit <<</.exec(stderr.split('yourself:')[1] ?? '') ?? [];
        writeFileSync(file, `${block}\n`);
        assert.is(await person.sees('zsh'), 'devops');
        const used = run(person, asNobody, ['profile', 'use', 'managers', '--shell', 'zsh']);
        assert.equal([used.status, used.stdout], [1, '']);
        assert.match(used.stderr, /Make it writable, or say --session to change this shell alone\./);
      }));
else console.log('SKIPPED not root, or no setpriv: start-up files that may not be written were not tried');

if (isRoot)
  test('a start-up file that somebody else owns stays theirs when root changes it', () =>
    withPerson(async (person) => {
      const file = person.write('.bashrc', '# mine\n');
      chownSync(file, nobody, nobody);
      assert.is((await person.kit('shell install --shell bash --profile devops --yes')).exitCode, 0);
      assert.equal([statSync(file).uid, statSync(file).gid], [nobody, nobody]);
    }));

test('a start-up file of home-manager is refused with the lines to paste', () => {
  const files = memoryFiles({ '/h/.zshrc': '# mine\n' });
  const here = { shell: '/h/.local/share/atmos-kit/shell' } as Parameters<typeof surveyShell>[0]['here'];
  const environment = { get: () => undefined, withPrefix: () => ({}) };
  const around = { home: '/h', config: '/h/.config', zdotdir: '/h', platform: 'linux' };
  const survey = surveyShell({ files, environment, here }, 'zsh', around);
  const shellProbe = {
    realPath: (path: string) => `/nix/store/x-home-manager-files${path}`,
    writtenToThree: () => Promise.resolve(undefined),
  };
  assert.throws(
    () => planInstall({ files, here, shellProbe }, survey, 'devops', { snippets: [''], completion: '' }),
    (error: { message: string; hint: string }) =>
      /is made by Nix/.test(error.message) && error.hint.includes('\nexport ATMOS_PROFILE=devops\n'),
  );
});

for (const shell of ['bash', 'fish'] as const)
  test(`${shell}: a full disk leaves the start-up file as it was, and nothing half-written`, () =>
    withPerson(async (person) => {
      const text = '# a line of my own\n'.repeat(20_000);
      const file = person.write(startUp[shell], text);
      // No file may become larger than this (in blocks of 512 bytes), which only the start-up file would.
      const { status, stderr } = run(person, ['sh', '-c', 'ulimit -f 400; exec "$@"', 'sh'], install(shell));
      assert.is(status, 1, stderr);
      assert.match(stderr, /cannot be written: .*\n {2}Put these lines there yourself:/);
      assert.is(readFileSync(file, 'utf8'), text);
      assert.equal(drafts(file), []);
      assert.is(await person.sees(shell), '');
      assert.is(run(person, [], install(shell)).status, 0);
      assert.is(await person.sees(shell), 'devops');
    }));

if (has('strace'))
  for (const shell of shells)
    for (const nth of shell === 'bash' ? [1, 2, 3, 4] : [4])
      test(`${shell}: killed before the rename of file ${nth} it leaves shells that start, and the next try ends it`, () =>
        withPerson(async (person) => {
          const file = person.write(startUp[shell], '# mine\n');
          const kill = [
            '-e',
            'trace=rename,renameat,renameat2',
            '-e',
            `inject=rename,renameat,renameat2:signal=KILL:when=${nth}`,
          ];
          const killed = run(person, ['strace', '-f', '-qq', '-o', '/dev/null', ...kill], install(shell));
          assert.is.not(killed.status, 0);
          assert.is(readFileSync(file, 'utf8'), '# mine\n');
          assert.is(await person.sees(shell), '');
          assert.is(run(person, [], install(shell)).status, 0);
          assert.is(await person.sees(shell), 'devops');
          assert.is(run(person, [], ['shell', 'uninstall', '--yes']).status, 0);
          assert.is(readFileSync(file, 'utf8'), '# mine\n');
          assert.not.ok(person.tree()[join(person.home, '.local/share/atmos-kit/shell/installed.json')]);
        }));
else console.log('SKIPPED strace is not installed: a kill before a rename was not tried');

test.run();
