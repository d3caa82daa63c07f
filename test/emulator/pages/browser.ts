/** A person at a real browser, for the tests of the pages and for the journeys through them. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of the first Chromium on PATH, or undefined. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/**
 * Runs `work` with a browser of its own and closes it. Without Chromium it says so and returns undefined;
 * in CI (ATMOS_KIT_TEST_CI=true) that is an error.
 */
async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error('Chromium is not installed.');
    // On a line of its own: uvu's dots stand on the one before, and the runner counts lines.
    console.log('\nSKIPPED chromium is not installed');
    return undefined;
  }
  const { PATH = '', HOME = '/', TMPDIR = '/tmp' } = process.env;
  const browser = await chromium.launch({ executablePath, args: flags, env: { PATH, HOME, TMPDIR } });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** Runs `work` with a fresh browser and one page in it, whose short paths are those of `origin`. */
export async function withPage<T>(origin: string, work: (page: Page) => Promise<T>): Promise<T | undefined> {
  return withBrowser(async (browser) => {
    const page = await browser.newPage({ baseURL: origin });
    page.setDefaultTimeout(20_000);
    return work(page);
  });
}

/** Fills in the sign-in page that is open. */
export async function signIn(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('User name or e-mail').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Presses Approve on the page of a device code or a consent. */
export async function approve(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Approve' }).click();
}

/** Presses Deny on the page of a device code or a consent. */
export async function deny(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Deny' }).click();
}

/** Waits until the page with this main heading is open: a click returns before the next page is there. */
export async function sees(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
}

/** The text of the one element that is meant. */
export async function textOf(element: Locator): Promise<string> {
  return ((await element.textContent()) ?? '').trim();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
