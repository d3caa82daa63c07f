import { isProblem, Problem, withHint } from '../src/domain/problem.ts';
import { type Shell, shells } from '../src/domain/shell.ts';
import { quoteForShell } from '../src/domain/shell-word.ts';
import { identityForShell } from '../src/flows/identity-for-shell.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { useText } from './shell-snippet.ts';
import { type RunVerb, runAsRequest } from './verb-context.ts';

/** `use`: prints what puts an identity into the shell that asks, or takes it out. The shell's own function runs it. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const [name] = call.words;
  const shell = shellAsked(textFlag(call, 'shell'), name ?? (isOn(call, 'off') ? '--off' : 'IDENTITY'));
  if (isOn(call, 'off')) {
    if (name !== undefined)
      throw new Problem({
        code: 'usage',
        message: 'use --off takes out whatever identity is in use, so it takes no name.',
        hint: 'atmos-kit use --off',
      });
    print(`${useText(ports, shell)}\n_atmos_kit_off\n`);
    return 0;
  }
  const asked = { ...runAsRequest(call), identity: name ?? '' };
  const { unset, set } = await identityForShell(ports, asked).catch((error) => {
    throw namedOtherwise(error);
  });
  const words = [unset.join(' '), ...set.map(([variable, value]) => `${variable}=${value}`)];
  print(`${useText(ports, shell)}\n_atmos_kit_use ${words.map(quoteForShell).join(' ')}\n`);
  return 0;
};

/** A program cannot change the shell that starts it: it has to be told which one runs what it prints. */
function shellAsked(named: string | undefined, what: string): Shell {
  const shell = shells.find((one) => one === named);
  if (shell !== undefined) return shell;
  throw new Problem({
    code: 'shell-not-integrated',
    message:
      'A program cannot change the shell that starts it, and this shell has not read what atmos-kit has for it.',
    hint: `Once and for all: atmos-kit shell install. Only now: eval "$(atmos-kit use ${quoteForShell(what)} --shell bash)", or --shell zsh; in fish: atmos-kit use ${quoteForShell(what)} --shell fish | source.`,
  });
}

/** Here a name is no flag. */
function namedOtherwise(error: unknown): unknown {
  if (!isProblem(error) || error.code !== 'identity-not-chosen') return error;
  return withHint(error, error.hint?.replace('with --identity', 'as in atmos-kit use NAME') ?? '');
}
