import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Shell } from '../../../src/domain/shell.ts';
import { type StartUpFiles, startUpFiles } from '../../../src/shell/start-up-files.ts';
import { memoryFiles } from '../memory-files.ts';

const of = (
  shell: Shell,
  texts: Record<string, string> = {},
  { platform = 'linux', zdotdir = '/h' } = {},
): StartUpFiles => startUpFiles(memoryFiles(texts), shell, { home: '/h', config: '/c', zdotdir, platform });

const reads = '[ -f ~/.bashrc ] && . ~/.bashrc\n';

for (const [what, platform, texts, own, instead] of [
  ['nothing is there', 'linux', {}, '/h/.bashrc', '/h/.bash_profile'],
  ['.profile reads it', 'linux', { '/h/.profile': reads }, '/h/.bashrc', undefined],
  ['.profile does not read it', 'linux', { '/h/.profile': 'x\n' }, '/h/.bashrc', '/h/.profile'],
  [
    '.bash_profile reads it by way of .profile',
    'linux',
    { '/h/.bash_profile': 'source "$HOME/.profile"\n', '/h/.profile': reads },
    '/h/.bashrc',
    undefined,
  ],
  [
    '.bash_profile hides .profile',
    'linux',
    { '/h/.bash_profile': '', '/h/.profile': reads },
    '/h/.bashrc',
    '/h/.bash_profile',
  ],
  ['nothing is there', 'darwin', {}, '/h/.bash_profile', undefined],
  ['only .profile is there', 'darwin', { '/h/.profile': '' }, '/h/.profile', undefined],
  [
    '.bash_login comes first',
    'darwin',
    { '/h/.profile': '', '/h/.bash_login': '' },
    '/h/.bash_login',
    undefined,
  ],
  ['.bash_profile reads .bashrc', 'darwin', { '/h/.bash_profile': reads }, '/h/.bashrc', undefined],
] as const)
  test(`bash on ${platform}, where ${what}: the block belongs into ${own}`, () => {
    const found = of('bash', texts, { platform });
    assert.is(found.own, own);
    assert.is(found.loginInstead, instead);
    assert.is(found.terminal, platform === 'darwin' ? 'login' : 'interactive');
  });

test('zsh has its files where ZDOTDIR says, and ~/.zshenv, which may say it', () => {
  assert.equal(of('zsh').interactive, ['/h/.zshenv', '/h/.zshrc']);
  const { own, others, login } = of('zsh', {}, { zdotdir: '/z' });
  assert.is(own, '/z/.zshrc');
  assert.equal(others, ['/h/.zshrc']);
  assert.equal(login, ['/h/.zshenv', '/z/.zshenv', '/z/.zprofile', '/z/.zshrc', '/z/.zlogin']);
});

test('fish has a file of ours in conf.d, in the order of names, and config.fish after all of them', () => {
  const { own, interactive } = of('fish', {
    '/c/fish/conf.d/a.fish': '',
    '/c/fish/conf.d/work.fish': '',
    '/c/fish/conf.d/x.txt': '',
  });
  assert.is(own, '/c/fish/conf.d/atmos-kit.fish');
  assert.equal(interactive, [
    '/c/fish/conf.d/a.fish',
    own,
    '/c/fish/conf.d/work.fish',
    '/c/fish/config.fish',
  ]);
});

test.run();
