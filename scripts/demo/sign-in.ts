import { createInterface } from 'node:readline';
import { approve, type PersonsWords } from './scripted-person.ts';
import { CurtainCall, type Stage } from './stage.ts';

/**
 * Shows `auth login` through its real flow. In a terminal the person may open the page that it names, or press Enter;
 * then, and always where there is no terminal, a scripted person fills in the same pages over HTTP.
 */
export async function showSignIn(stage: Stage, words: PersonsWords, interactive: boolean): Promise<void> {
  let url: string | undefined;
  let help: Promise<void> | undefined;
  const over = new AbortController();
  try {
    await stage.show('atmos-kit auth login --provider sso', {
      watch: (line) => {
        const address = /https?:\/\/\S+\/device\?\S+/.exec(line)?.[0];
        // The words that follow the address belong to it.
        if (url !== undefined && line !== '')
          help ??= helpSignIn(stage, url, words, interactive, over.signal);
        url ??= address;
      },
    });
  } finally {
    over.abort();
    await help;
  }
}

async function helpSignIn(
  stage: Stage,
  url: string,
  words: PersonsWords,
  interactive: boolean,
  over: AbortSignal,
): Promise<void> {
  if (!interactive || (await invite(stage, words, over))) await scripted(stage, url, words, over);
}

/** True when Enter was pressed, false when nobody needed to. */
function invite(stage: Stage, { user, password }: PersonsWords, over: AbortSignal): Promise<boolean> {
  stage.say(
    `\nYour turn: open that address in a browser, sign in as ${user} with the password ${password}, and approve.\n` +
      'Or press Enter here, and a scripted person does the same over HTTP.\n',
  );
  const input = createInterface({ input: process.stdin, terminal: false });
  return new Promise((resolve) => {
    const settle = (pressed: boolean) => {
      input.close();
      resolve(pressed);
    };
    over.addEventListener('abort', () => settle(false));
    input.once('line', () => settle(true));
  });
}

async function scripted(stage: Stage, url: string, words: PersonsWords, over: AbortSignal): Promise<void> {
  try {
    const end = await approve(url, words);
    stage.say(
      `(A scripted person opened that page, signed in as ${words.user} and approved. It says: ${end}.)`,
    );
  } catch (error) {
    // Somebody was faster in a browser: the sign-in decides.
    if (over.aborted) return;
    const { message } = error as Error;
    stage.end(`The scripted person could not sign in: ${message}`, 1, 'SIGTERM');
    throw new CurtainCall(message, 1);
  }
}
