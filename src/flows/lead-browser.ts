import type { Ports } from '../ports.ts';

export interface BrowserChoice {
  /** Where a browser apart from the person's own keeps what it knows; without it, it is the person's own. */
  readonly folder?: string;
}

/** A browser that has just been started takes this long at most on a busy machine. */
const patienceMs = 60_000;

/**
 * Leads a browser to an address that is a secret, and waits until it went. The address stands in no command line: the
 * browser is opened with a loopback address that leads there once. Throws Problem `browser-failed`, `interrupted`.
 */
export async function leadBrowser(
  ports: Pick<Ports, 'browser' | 'links' | 'interrupts' | 'terminal'>,
  secret: string,
  choice: BrowserChoice,
): Promise<void> {
  const link = await ports.links.leadTo(secret);
  const { signal, dispose } = ports.interrupts.listen();
  const line = ports.terminal.progress('Opening your browser. Ctrl-C ends the waiting.');
  try {
    await openBrowser(ports, link.url, choice);
    await link.followed(patienceMs, signal);
  } finally {
    line.end();
    dispose();
    link.close();
  }
}

/** Opens an address that everybody may see. Throws Problem `browser-failed`, `file-unwritable`. */
export async function openBrowser(
  { browser }: Pick<Ports, 'browser'>,
  url: string,
  { folder }: BrowserChoice,
): Promise<void> {
  if (folder === undefined) await browser.open(url);
  else await browser.openApart(url, folder);
}
