import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseShell, shellStart } from '../../../src/flows/shell-start.ts';

const change = { AWS_PROFILE: 'dev', AWS_VAULT: null };

for (const [shell, zdotdir, args, more] of [
  ['/bin/bash', undefined, ['--rcfile', "/it's/bash/start.bash"], {}],
  ['zsh', undefined, [], { ZDOTDIR: "/it's/zsh", ATMOS_KIT_ZDOTDIR: null }],
  ['zsh', '/own', [], { ZDOTDIR: "/it's/zsh", ATMOS_KIT_ZDOTDIR: '/own' }],
  [
    '/usr/bin/fish',
    undefined,
    ['--init-command', "source '/it'\\''s/fish/start.fish'"],
    { ATMOS_KIT_KEEP_AWS_PROFILE: 'dev' },
  ],
  ['/bin/dash', undefined, [], {}],
] as const)
  test(`${shell} with ZDOTDIR ${zdotdir} is started with our file after its own`, () => {
    assert.equal(shellStart(shell, [], "/it's", change, zdotdir), { args, change: more });
  });

test('arguments of a person’s own are the only ones', () => {
  assert.equal(shellStart('bash', ['-l'], '/s', change, undefined), { args: ['-l'], change: {} });
});

for (const [named, variables, there, chosen] of [
  ['nu', { SHELL: 'bash' }, ['bash'], 'nu'],
  [undefined, { SHELL: '/bin/zsh', ATMOS_SHELL: 'fish' }, ['fish', '/bin/zsh'], 'fish'],
  [undefined, { SHELL: '/bin/zsh' }, ['/bin/zsh', 'bash'], '/bin/zsh'],
  [undefined, { SHELL: '/gone/zsh' }, ['bash'], 'bash'],
  [undefined, { SHELL: '' }, ['bash'], 'bash'],
  [undefined, {}, [], 'sh'],
] as const)
  test(`of ${JSON.stringify(variables)} with ${there.join(', ') || 'nothing'} there, ${chosen} is opened`, () => {
    const environment = {
      get: (name: string) => (variables as Record<string, string>)[name],
      withPrefix: () => ({}),
    };
    const children = {
      find: (name: string) => (there as readonly string[]).find((one) => one === name),
      launcher: () => undefined,
      run: () => Promise.reject(new Error('nothing is run')),
    };
    assert.is(chooseShell({ environment, children }, named), chosen);
  });

test.run();
