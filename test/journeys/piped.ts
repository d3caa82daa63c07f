import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Desk, Ended } from './desk.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');

/** Runs the built program at a desk with `input` piped into it. */
export function spawnWith(desk: Desk, words: string, input: string): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...words.split(' ')], {
    cwd: desk.project,
    env: { ...desk.variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
}
