import { Problem } from '../domain/problem.ts';
import type { Browser } from '../ports.ts';
import { commandsApart } from './browser-apart.ts';
import { commandsIn, withUrl } from './command-words.ts';
import { isContinuousIntegration } from './continuous-integration.ts';
import { searchProgram } from './program-search.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The person's browser: the commands of `BROWSER` in turn, else what the desktop opens links with. A browser
 * that does not start is no fault: whoever asks for one shows the URL as well.
 */
export function webBrowser(variables: Variables, platform: NodeJS.Platform = process.platform): Browser {
  return {
    missing: () => missingBecause(variables, platform),
    async open(url) {
      if (!isWebPage(url)) return;
      const chosen = variables['BROWSER'] ?? '';
      if (chosen !== '') {
        for (const words of commandsIn(chosen)) if (await starts(withUrl(words, url), variables)) return;
        return;
      }
      try {
        const { default: open } = await import('open');
        const child = await open(url);
        child.on('error', () => {});
      } catch {
        // Shown to nobody: see above.
      }
    },
    async openApart(url, folder) {
      if (isWebPage(url))
        for (const words of commandsApart(variables, platform, folder, url))
          if (await starts(words, variables)) return;
      throw new Problem({
        code: 'browser-failed',
        message: 'No browser was found here that can keep a session apart.',
        hint: 'Install Chrome, Chromium or Firefox, or leave --isolated out.',
      });
    },
  };
}

// The URL comes from a service; anything but a web page could name a file or an option.
function isWebPage(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

function missingBecause(variables: Variables, platform: NodeJS.Platform): string | undefined {
  const set = (name: string) => (variables[name] ?? '') !== '';
  if (variables['BROWSER'] === 'none') return 'BROWSER=none';
  if (isContinuousIntegration(variables)) return 'this is CI';
  // A browser would start on this machine, while the person sits at another one.
  if (set('SSH_CONNECTION') || set('SSH_TTY')) return 'over SSH';
  if (set('BROWSER') || platform !== 'linux') return undefined;
  if (set('DISPLAY') || set('WAYLAND_DISPLAY') || set('WSL_DISTRO_NAME')) return undefined;
  return 'no display';
}

/** True when the program started; how it ends is not waited for. */
function starts([name, ...args]: readonly string[], variables: Variables): Promise<boolean> {
  const found = searchProgram(name ?? '', variables['PATH'], process.cwd());
  if (found.state !== 'program') return Promise.resolve(false);
  return new Promise((resolve) => {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const child = spawn(found.path, args, { env: { ...variables }, stdio: 'ignore', detached: true });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
    child.on('error', () => resolve(false));
  });
}
