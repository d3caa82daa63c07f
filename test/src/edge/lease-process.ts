/**
 * A process that takes a lease: `lease-process.ts <folder> <name> <what> [log]`. It is told by `what` to note when
 * it comes and goes, to stay until it is killed, to exit while it holds, or to fail.
 */
import { appendFileSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileLeases } from '../../../src/edge/leases.ts';

const [folder = '', name = '', what = '', log = ''] = process.argv.slice(2);
await fileLeases(folder).hold(name, async () => {
  if (what === 'note') {
    appendFileSync(log, `in ${process.pid}\n`);
    await wait(20);
    appendFileSync(log, `out ${process.pid}\n`);
    return;
  }
  writeSync(1, 'held\n');
  if (what === 'exit') process.exit(3);
  if (what === 'fail') throw new Error('failed');
  await wait(600_000);
});
