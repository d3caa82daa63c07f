/**
 * Runs every test file in a process of its own, three at a time or more, and closes with `N passed, N failed`.
 *
 *   node test/run/tests.mjs [part of a path …]     only the files whose path contains one of these
 *
 * Children get an environment built up from nothing: what a person's shell happens to hold must not decide what
 * a test sees. ATMOS_KIT_TEST_NODE names another Node to run on; the version that ran is printed and checked.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const node = process.env.ATMOS_KIT_TEST_NODE ?? process.execPath;
const version = execFileSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).trim();
const wanted = process.env.ATMOS_KIT_TEST_NODE_MAJOR;
if (wanted !== undefined && !version.startsWith(`v${wanted}.`)) {
  console.error(`Asked for Node ${wanted}, but this is ${version}.`);
  process.exit(1);
}

const parts = process.argv.slice(2);
const files = readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort();

const total = { passed: 0, failed: 0, skipped: 0 };
const faults = [];
const queue = [...files];
console.log(`${files.length} test files on Node ${version}`);
// Journeys wait more than they work: for a portal that is asked once a second, a browser, the end of a session.
await Promise.all(Array.from({ length: Math.max(3, Math.min(4, availableParallelism())) }, work));
report();

async function work() {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const { code, output, seconds } = await runFile(file);
    const count = counts(output);
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
    const fault = faultOf(file, code, count);
    console.log(`${fault ? 'FAIL' : 'ok  '} ${file} (${count.passed}/${count.all}, ${seconds.toFixed(1)} s)`);
    for (const line of output.split('\n')) if (line.startsWith('SKIPPED')) console.log(`     ${line}`);
    if (fault) {
      console.log(output);
      faults.push(`${file}: ${fault}`);
      if (count.failed === 0) total.failed += 1;
    }
  }
}

function faultOf(file, code, count) {
  // Without test.run() a file passes without having tested anything.
  if (!/^test\.run\(\);|\.run\(\);\s*$/m.test(readFileSync(join(root, file), 'utf8'))) return 'no test.run()';
  if (count.all === 0) return `ran no test (exit ${code})`;
  if (count.failed > 0) return `${count.failed} failed`;
  return code === 0 ? undefined : `exit ${code}`;
}

function counts(output) {
  const plain = output.replace(/\x1b\[\d*m/g, '');
  const sum = (word) =>
    [...plain.matchAll(new RegExp(`^\\s*${word}:\\s+(\\d+)\\s*$`, 'gm'))].reduce(
      (n, m) => n + Number(m[1]),
      0,
    );
  const [all, passed, skipped] = [sum('Total'), sum('Passed'), sum('Skipped')];
  // uvu does not count its skipped tests in the total; a loud skip of a missing tool says so in a line.
  const loud = plain.split('\n').filter((line) => line.startsWith('SKIPPED')).length;
  return { all, passed, failed: all - passed, skipped: skipped + loud };
}

function runFile(file) {
  const scratch = mkdtempSync(join(tmpdir(), 'atmos-kit-test-'));
  const started = performance.now();
  const child = spawn(node, ['--import', 'tsx', file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(scratch),
  });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const timer = setTimeout(() => child.kill('SIGKILL'), 600_000);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      rmSync(scratch, { recursive: true, force: true });
      const output = Buffer.concat(chunks).toString();
      resolve({ code: code ?? signal, output, seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** PATH and the few words that say where we are; HOME and every folder below it are the test file's own. */
function environment(scratch) {
  const env = {
    PATH: process.env.PATH,
    HOME: scratch,
    TMPDIR: scratch,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_NO_WARNINGS: '1',
    TSX_DISABLE_CACHE: '1',
  };
  if (process.env.CI !== undefined) env.ATMOS_KIT_TEST_CI = process.env.CI;
  return env;
}

function report() {
  for (const fault of faults) console.log(`failed: ${fault}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exit(faults.length > 0 || total.passed === 0 ? 1 : 0);
}
