import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { type Shell, shells } from '../../../src/domain/shell.ts';
import type { FileChange } from '../../../src/flows/file-change.ts';
import { type InstallPlan, planInstall } from '../../../src/flows/install-shell.ts';
import { deciding, surveyShell } from '../../../src/flows/shell-survey.ts';
import { planUninstall } from '../../../src/flows/uninstall-shell.ts';
import { memoryFiles } from '../memory-files.ts';

type Texts = Readonly<Record<string, string>>;

const around = { home: '/h', config: '/h/.config', zdotdir: '/h', platform: 'linux' };
const here = { shell: '/h/.local/share/atmos-kit/shell' } as Parameters<typeof surveyShell>[0]['here'];
const environment = { get: () => undefined, withPrefix: () => ({}) };
const shellProbe = { realPath: (path: string) => path, writtenToThree: () => Promise.resolve(undefined) };

const survey = (texts: Texts, shell: Shell) =>
  surveyShell({ files: memoryFiles(texts), environment, here }, shell, around);
const ports = (texts: Texts) => ({ files: memoryFiles(texts), here, shellProbe });

function made(texts: Texts, changes: readonly FileChange[]): Texts {
  const all = new Map(Object.entries(texts));
  for (const { path, before, after } of changes) {
    assert.is(before, texts[path], 'what was decided on is what is there');
    if (after === undefined) all.delete(path);
    else all.set(path, after);
  }
  return Object.fromEntries(all);
}

const install = (texts: Texts, shell: Shell, profile: string | undefined): InstallPlan =>
  planInstall(ports(texts), survey(texts, shell), profile, {
    snippets: ['# snippet\n'],
    completion: '# c\n',
  });

/** The start-up files of which each shell has two: its own, and one that it comes to later. */
const files: Readonly<Record<Shell, readonly [string, string]>> = {
  zsh: ['/h/.zshrc', '/h/.zlogin'],
  bash: ['/h/.bashrc', '/h/.more'],
  fish: ['/h/.config/fish/conf.d/atmos-kit.fish', '/h/.config/fish/config.fish'],
};

const line = fc.constantFrom(
  'export ATMOS_PROFILE=a',
  "export ATMOS_PROFILE='b c' # mine",
  'set -gx ATMOS_PROFILE d',
  'unset ATMOS_PROFILE',
  'set -e ATMOS_PROFILE',
  '  export ATMOS_PROFILE=e',
  'export ATMOS_PROFILE=$(f)',
  '. ~/.more',
  'echo \\',
  '# >>> atmos-kit >>> x',
  ': # something else',
  '',
  'ä',
);
const text = fc.option(
  fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\n\n')), { maxLength: 8 })
    .chain((lines) =>
      fc.constantFrom('', 'x', '\r', 'export ATMOS_PROFILE=g').map((end) => lines.flat().join('') + end),
    ),
  { nil: undefined },
);

for (const shell of shells)
  test(`${shell}: whatever lines there are, the block decides, twice is once, and everything comes back`, () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom('devops', 'a,b', undefined), (own, other, profile) => {
        const [first, second] = files[shell];
        const before: Texts = {
          ...(own !== undefined && { [first]: own }),
          ...(other !== undefined && { [second]: other }),
        };
        const plan = install(before, shell, profile);
        const after = made(before, [...plan.ours, ...plan.people]);
        const now = survey(after, shell);
        assert.ok(
          profile === undefined || plan.left.every(({ plain }) => !plain),
          'plain lines are set aside',
        );
        assert.is(now.block?.profile, profile);
        if (profile !== undefined && plan.left.length === 0) {
          assert.is(now.state, 'current');
          assert.is(deciding(now)?.value, profile);
        }
        const again = install(after, shell, profile);
        assert.equal(made(after, [...again.ours, ...again.people]), after);
        const undone = planUninstall(ports(after), now);
        const { [now.own.completion]: _, ...rest } = made(after, [...undone.people, ...undone.ours]);
        assert.equal(rest, before);
      }),
      { numRuns: 400 },
    );
  });

test('lines that were set aside by a block that is gone are not guessed at', () => {
  const texts = {
    '/h/.zshrc': ': # set aside by atmos-kit: export ATMOS_PROFILE=a\nexport ATMOS_PROFILE=b\n',
  };
  assert.throws(
    () => install(texts, 'zsh', 'devops'),
    (error: unknown) => isProblem(error) && /set aside before, by a block that is gone/.test(error.message),
  );
  const without = { '/h/.zshrc': ': # set aside by atmos-kit: export ATMOS_PROFILE=a\n' };
  const after = made(without, install(without, 'zsh', 'devops').people);
  assert.equal(made(after, planUninstall(ports(after), survey(after, 'zsh')).people), without);
});

test.run();
