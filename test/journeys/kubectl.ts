/** The real kubectl; tests that need it are skipped out loud where it is not installed. */
import { spawn, spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Desk, Ended } from './desk.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).error === undefined;

/** kubectl from a folder of nobody, with nothing of the project around it. */
export function kubectl(desk: Desk, args: readonly string[], variables = {}): Promise<Ended> {
  const { PATH = '', HOME = '', XDG_RUNTIME_DIR = '', ATMOS_KIT_ENDPOINT = '' } = desk.variables;
  const env = { PATH, HOME, XDG_RUNTIME_DIR, ATMOS_KIT_ENDPOINT, ATMOS_KEYRING_TYPE: 'file', ...variables };
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', args, { cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
      });
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode: exitCode ?? -1, ...said }));
  });
}

/** A test at a desk, with kubectl. */
export function withKubectl(desk: () => Desk, title: string, work: (desk: Desk) => Promise<void>): void {
  test(title, async () => {
    if (hasKubectl) return work(desk());
    assert.is.not(process.env['ATMOS_KIT_TEST_CI'], 'true', 'kubectl is not installed');
    console.log('SKIPPED kubectl is not installed');
  });
}
