import { basename } from 'node:path';
import { commandsIn } from './command-words.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const chromiums = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'brave-browser',
  'microsoft-edge',
  'vivaldi',
];
const firefoxes = ['firefox', 'firefox-esr', 'librewolf'];

// macOS keeps programs out of PATH.
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Brave Browser.app/Contents/MacOS/Brave Browser',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];

/**
 * The command lines that open a URL in a browser whose profile is `folder`, the person's own choice (`BROWSER`) first.
 * Only browsers of the two families that can do so are among them; the first that starts is the one.
 */
export function commandsApart(
  variables: Variables,
  platform: NodeJS.Platform,
  folder: string,
  url: string,
): readonly (readonly string[])[] {
  const own = commandsIn(variables['BROWSER'] ?? '').map((words) => words.filter((word) => word !== '%s'));
  const found = [...(platform === 'darwin' ? applications : []), ...chromiums, ...firefoxes];
  return [...own, ...found.map((name) => [name])].flatMap((words) => {
    const options = profileOptions(basename(words[0] ?? ''), folder);
    return options === undefined ? [] : [[...words, ...options, url]];
  });
}

function profileOptions(program: string, folder: string): readonly string[] | undefined {
  const name = program.toLowerCase().replaceAll(' ', '-');
  if (firefoxes.includes(name)) return ['--profile', folder];
  const chromium = [...chromiums, 'chrome', 'msedge'].includes(name);
  if (chromium) return [`--user-data-dir=${folder}`, '--no-first-run', '--no-default-browser-check'];
  return undefined;
}
