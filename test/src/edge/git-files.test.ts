import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { gitProgram } from '../../../src/edge/git.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'git-files-')));
const env = {
  PATH: process.env['PATH'] ?? '',
  HOME: root,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.invalid',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.invalid',
};
const raw = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { env, encoding: 'utf8' });
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
// A hook tells its children of its own repository.
const git = gitProgram({ ...env, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere' });
let commit = '';

test.before(async () => {
  raw('init', '-q');
  write('stacks/a.yaml', 'one: 1\n');
  write('stacks/é "x".yaml', 'umlaut\n');
  write('stacks/gone.yaml', 'gone\n');
  write('data/blob.bin', 'binary\n');
  write('.gitignore', 'ignored.yaml\n');
  symlinkSync('a.yaml', join(root, 'stacks', 'link.yaml'));
  symlinkSync('stacks', join(root, 'shortcut'));
  symlinkSync('round', join(root, 'round'));
  raw('add', '-A');
  raw('commit', '-qm', 'first');
  commit = await git.commit(root, 'HEAD');
  write('stacks/a.yaml', 'one: 2\n');
  write('stacks/new.yaml', 'new\n');
  write('stacks/ignored.yaml', 'ignored\n');
  rmSync(join(root, 'stacks', 'gone.yaml'));
});
test.after(() => rmSync(root, { recursive: true, force: true }));

test('files are those of the commit, whatever the working folder holds', () => {
  const files = git.files(root, commit);
  assert.is(files.read(join(root, 'stacks/a.yaml')), 'one: 1\n');
  assert.is(files.read(join(root, 'stacks/é "x".yaml')), 'umlaut\n');
  assert.is(files.read(join(root, 'stacks/gone.yaml')), 'gone\n');
  assert.is(files.read(join(root, 'data/blob.bin')), 'binary\n');
  assert.is(files.read(join(root, 'stacks/new.yaml')), undefined);
  assert.is(files.stat(join(root, 'stacks/new.yaml')), undefined);
});

test('folders list what the commit has, links as what they lead to', () => {
  const files = git.files(root, commit);
  assert.equal(files.list(join(root, 'stacks')), [
    { name: 'a.yaml', type: 'file' },
    { name: 'gone.yaml', type: 'file' },
    { name: 'link.yaml', type: 'file' },
    { name: 'é "x".yaml', type: 'file' },
  ]);
  assert.equal(
    files.list(root)?.map(({ name, type }) => `${name} ${type}`),
    ['.gitignore file', 'data folder', 'round other', 'shortcut folder', 'stacks folder'],
  );
  assert.is(files.list(join(root, 'nowhere')), undefined);
});

test('links within the commit are followed, those in a circle lead nowhere', () => {
  const files = git.files(root, commit);
  assert.is(files.read(join(root, 'stacks/link.yaml')), 'one: 1\n');
  assert.is(files.read(join(root, 'shortcut/a.yaml')), 'one: 1\n');
  assert.is(files.stat(join(root, 'round')), undefined);
});

test('what lies outside of the repository is as on disk', () => {
  const files = git.files(join(root, 'stacks'), commit);
  assert.is(files.read(join(root, '.gitignore')), 'ignored.yaml\n');
  assert.is(git.files(root, commit).stat(join(root, '.git'))?.type, 'folder');
});

test('changed files are those with other content, new and missing ones included, ignored ones not', async () => {
  assert.equal(
    [...(await git.changed(root, commit))].sort(),
    ['stacks/a.yaml', 'stacks/gone.yaml', 'stacks/new.yaml'].map((path) => join(root, path)),
  );
});

test('a commit that is not there is a Problem that says how to fetch it', async () => {
  const problem = await git.commit(root, 'refs/remotes/origin/main').then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(isProblem(problem));
  assert.is(problem.code, 'usage');
  assert.is(problem.hint, 'Fetch it with: git fetch origin main');
});

test('a name that looks like a flag is a name', async () => {
  const problem = await git.commit(root, '--all').then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(isProblem(problem));
});

test('the root is told by the way that a person went, links and all', async () => {
  assert.is(await git.root(join(root, 'stacks')), root);
  assert.is(await git.root(root), root);
  const way = `${root}-way`;
  symlinkSync(root, way);
  try {
    assert.is(await git.root(join(way, 'stacks')), way);
    assert.is(await git.root(way), way);
    assert.equal(await git.root(join(root, 'shortcut')), root);
    assert.is(git.files(way, commit).read(join(way, 'stacks/a.yaml')), 'one: 1\n');
  } finally {
    rmSync(way);
  }
});

test('outside of a repository it is a Problem', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'no-git-')));
  const problem = await gitProgram({ ...env, GIT_CEILING_DIRECTORIES: tmpdir() })
    .root(folder)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  rmSync(folder, { recursive: true });
  assert.ok(isProblem(problem));
  assert.is(problem.code, 'git-failed');
});

test.run();
