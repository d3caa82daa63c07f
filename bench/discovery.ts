import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '../emulator/server.ts';
import { makeScratch } from '../scripts/demo/scratch.ts';
import { manyAccounts } from '../test/emulator/many-accounts.ts';
import { signIn } from './workplace.ts';

const [accounts, roles, latencyMs] = [200, 5, 50];

/**
 * How long `auth discover` takes for 200 accounts of five roles each behind 50 ms, as a head and rows: with the portal's
 * quota of twenty requests a second off, the median of three; and with it on, once. Throws when a role is missing.
 */
export async function discoveryRows(checkout: string): Promise<string[][]> {
  const scratch = makeScratch(checkout, process.env);
  const emulator = await startEmulator({
    port: 0,
    dir: join(scratch.folder, 'emulator'),
    seed: manyAccounts(accounts, roles),
  });
  try {
    const program = join(checkout, 'dist', 'atmos-kit.cjs');
    const env = {
      ...scratch.environment,
      ATMOS_PROFILE: 'developers,local',
      ATMOS_KIT_ENDPOINT: emulator.origin,
    };
    await signIn(program, scratch.project, env);
    const discover = async (): Promise<number> => {
      const args = [program, 'auth', 'discover', '--refresh', '--format', 'csv'];
      const started = performance.now();
      // Not in step with this process, which is the portal.
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: scratch.project, env });
      const found = stdout.trimEnd().split('\r\n').length - 1;
      if (found !== accounts * roles) throw new Error(`${found} roles were discovered.`);
      return performance.now() - started;
    };
    emulator.traffic({ latencyMs });
    const free = [await discover(), await discover(), await discover()].sort((a, b) => a - b)[1] as number;
    emulator.traffic({ latencyMs, portalRequestsPerSecond: 20 });
    const limited = await discover();
    const name = `auth discover, ${accounts} accounts of ${roles} roles, ${latencyMs} ms away`;
    return [
      ['PROGRAM', 'MS', 'TARGET', 'FAILURES', 'TARGET'],
      [name, free.toFixed(0), '≤ 2000', '0', '0'],
      [`${name}, 20 requests a second at most`, limited.toFixed(0), '', '0', '0'],
    ];
  } finally {
    await emulator.close();
    scratch.remove();
  }
}
