import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Shell } from '../../../src/domain/shell.ts';
import type { Files } from '../../../src/ports.ts';
import { profileLine, type SaidOfProfile } from '../../../src/shell/profile-line.ts';
import { profileLines } from '../../../src/shell/profile-lines.ts';
import { readsFile } from '../../../src/shell/sourced-files.ts';
import { memoryFiles } from '../memory-files.ts';

const plain = (value: string | null): SaidOfProfile => ({ value, plain: true });
const odd = (value: string | null | undefined): SaidOfProfile => ({ value, plain: false });

const table: readonly (readonly [Shell, string, SaidOfProfile | undefined])[] = [
  ['bash', 'export ATMOS_PROFILE=devops', plain('devops')],
  ['zsh', 'export ATMOS_PROFILE="dev ops" # mine', plain('dev ops')],
  ['bash', "ATMOS_PROFILE='devops';", plain('devops')],
  ['zsh', 'typeset -gx ATMOS_PROFILE=a,b', plain('a,b')],
  ['bash', 'declare -x ATMOS_PROFILE=a', plain('a')],
  ['bash', 'export ATMOS_PROFILE=', plain('')],
  ['bash', 'unset ATMOS_PROFILE', plain(null)],
  ['bash', '  export ATMOS_PROFILE=devops', odd('devops')],
  ['bash', '[ -n "$SSH_TTY" ] && export ATMOS_PROFILE=devops', odd('devops')],
  ['bash', 'export ATMOS_PROFILE=devops && echo', odd('devops')],
  ['bash', 'export ATMOS_PROFILE="$(cat ~/.profile-name)"', odd(undefined)],
  ['bash', 'export ATMOS_PROFILE=$OTHER', odd(undefined)],
  ['bash', 'ATMOS_PROFILE=devops atmos list', undefined],
  ['bash', 'ATMOS_PROFILE= atmos list', undefined],
  ['bash', "alias a='ATMOS_PROFILE=devops atmos'", undefined],
  ['bash', '# export ATMOS_PROFILE=devops', undefined],
  ['bash', ': # set aside by atmos-kit: export ATMOS_PROFILE=devops', undefined],
  ['bash', 'export ATMOS_PROFILES=devops', undefined],
  ['fish', 'set -gx ATMOS_PROFILE devops', plain('devops')],
  ['fish', "set --global --export ATMOS_PROFILE 'dev ops' # mine", plain('dev ops')],
  ['fish', 'set -x -g ATMOS_PROFILE devops;', plain('devops')],
  ['fish', 'export ATMOS_PROFILE=devops', plain('devops')],
  ['fish', 'set -gx ATMOS_PROFILE a b', odd(undefined)],
  ['fish', 'set -gx ATMOS_PROFILE (cat x)', odd(undefined)],
  ['fish', '    set -gx ATMOS_PROFILE devops', odd('devops')],
  ['fish', 'test -n "$SSH_TTY"; and set -gx ATMOS_PROFILE devops', odd('devops')],
  ['fish', 'set -e ATMOS_PROFILE', plain(null)],
  ['fish', 'set -q ATMOS_PROFILE', undefined],
  ['fish', 'set -l ATMOS_PROFILE x', undefined],
];

for (const [shell, line, said] of table)
  test(`${shell}: ${line}`, () => {
    assert.equal(profileLine(shell, line), said);
  });

const around = { home: '/h', config: '/h/.config', zdotdir: '/h', platform: 'linux' };
const linesOf = (shell: Shell, texts: Record<string, string>, ...paths: string[]) =>
  profileLines(memoryFiles(texts), shell, paths, around).map(
    ({ file, line, ours, value, plain: alone }) =>
      `${file}:${line} ${value}${ours ? ' ours' : ''}${alone ? '' : ' odd'}`,
  );

test('files that a start-up file reads are looked into where it reads them', () => {
  const texts = {
    '/h/.profile':
      'export ATMOS_PROFILE=a\nif [ -f "$HOME/.bashrc" ]; then\n\t. "$HOME/.bashrc"\nfi\nexport ATMOS_PROFILE=c\n',
    '/h/.bashrc': '[ -r ~/.more ] && source ~/.more\n. ~/.bashrc\n# . ~/.never\n',
    '/h/.more': 'export ATMOS_PROFILE=b\n',
    '/h/.never': 'export ATMOS_PROFILE=never\n',
  };
  assert.equal(linesOf('bash', texts, '/h/.profile'), ['/h/.profile:1 a', '/h/.more:1 b', '/h/.profile:5 c']);
});

test('what is no file is not waited for', () => {
  const texts = { '/h/.bashrc': '. /dev/stdin <<END\n. ~/.missing\nexport ATMOS_PROFILE=a\n' };
  const files: Files = {
    ...memoryFiles(texts),
    stat: (path) => ({ type: path === '/h/.bashrc' ? 'file' : 'other', stamp: '' }),
    read(path) {
      if (path === '/dev/stdin') throw new Error('waits');
      return memoryFiles(texts).read(path);
    },
  };
  assert.is(profileLines(files, 'bash', ['/h/.bashrc'], around).length, 1);
  assert.not.ok(readsFile(files, '/h/.bashrc', '/h/x', around));
});

test('lines of our block are told apart, and a line that goes on from another is not plain', () => {
  const block = '# >>> atmos-kit >>>\nexport ATMOS_PROFILE=a\n# <<< atmos-kit <<<\n';
  const text = `${block}echo \\\nexport ATMOS_PROFILE=b\nexport ATMOS_PROFILE=c\r\n`;
  assert.equal(linesOf('zsh', { '/h/.zshrc': text }, '/h/.zshrc', '/h/.zlogin'), [
    '/h/.zshrc:2 a ours',
    '/h/.zshrc:5 b odd',
    '/h/.zshrc:6 c',
  ]);
});

test.run();
