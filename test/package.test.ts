/** The package as people get it: what is in it, and that it works where nothing else of this repository is. */
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import shell from 'shelljs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const run = promisify(execFile);
const checkout = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'atmos-kit-package-'));
const [home, source, prefix, acme] = ['home', 'source', 'prefix', 'acme'].map((name) =>
  join(scratch, name),
) as [string, string, string, string];
shell.config.fatal = true;

const environment = {
  // The packed program must be found in the prefix and nowhere else.
  PATH: [join(prefix, 'bin'), dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
  HOME: home,
  TMPDIR: scratch,
  XDG_RUNTIME_DIR: join(scratch, 'run'),
  ATMOS_KEYRING_TYPE: 'file',
  npm_config_update_notifier: 'false',
};

async function command(file: string, args: readonly string[], cwd = acme): Promise<string> {
  const { stdout, stderr } = await run(file, args, { cwd, env: environment });
  return stdout + stderr;
}

const kit = (...args: string[]) => command('atmos-kit', args);

let packed: readonly string[];
test.before(async () => {
  shell.mkdir('-p', home, source, prefix, acme);
  mkdirSync(environment.XDG_RUNTIME_DIR, { mode: 0o700 });
  // Packing builds anew. It builds a copy: other tests run the checkout's own dist/ at this moment.
  const parts = [
    'atmos.d',
    'bin',
    'scripts',
    'src',
    'shell',
    'emulator',
    'build',
    'build.mjs',
    'package.json',
    'package-lock.json',
  ];
  const words = ['tsconfig.json', 'tsconfig.types.json', '.npmrc', 'LICENSE', 'README.md', 'CHANGELOG.md'];
  copy([...parts, ...words, 'docs', 'atmos.yaml'], source);
  copy(['atmos.yaml', 'profiles', 'stacks'], acme);
  symlinkSync(join(checkout, 'node_modules'), join(source, 'node_modules'));
  await command('npm', ['pack', '--pack-destination', scratch], source);
  const tarball = tarballIn(scratch);
  packed = (await command('tar', ['tzf', tarball])).trim().split('\n').sort();
  // Its only dependency is optional and comes from a registry; everything must work without it.
  const offline = ['--offline', '--omit=optional', '--no-audit', '--no-fund'];
  await command('npm', ['install', '--global', '--prefix', prefix, ...offline, tarball]);
  rmSync(source, { recursive: true });
});
test.after(async () => {
  await kit('emulator', 'stop').catch(() => {});
  rmSync(scratch, { recursive: true, force: true });
});

function copy(names: readonly string[], to: string): void {
  shell.cp(
    '-R',
    names.map((name) => join(checkout, name)),
    to,
  );
}

function tarballIn(folder: string): string {
  const [name] = readdirSync(folder).filter((one) => one.endsWith('.tgz'));
  assert.ok(name);
  return join(folder, name as string);
}

test('the package holds what runs and nothing more', () => {
  const chunk = /^package\/dist\/chunks\/[\w-]+-[0-9A-Z]{8}\.cjs$/;
  const types = /^package\/dist\/types\/(src|emulator)\/[\w/-]+\.d\.ts$/;
  assert.equal(
    packed.filter((path) => !chunk.test(path) && !types.test(path)),
    [
      'package/CHANGELOG.md',
      'package/LICENSE',
      'package/README.md',
      'package/dist/THIRD-PARTY-LICENCES.txt',
      'package/dist/atmos-kit.cjs',
      'package/dist/atmos.d/kit.yaml',
      'package/dist/chunks/jq.wasm',
      'package/dist/emulator-server.mjs',
      'package/dist/emulator.mjs',
      'package/dist/index.mjs',
      'package/dist/program.cjs',
      'package/dist/seeds/acme.yaml',
      'package/dist/shell/bash/completion.bash',
      'package/dist/shell/bash/init.bash',
      'package/dist/shell/bash/start.bash',
      'package/dist/shell/bash/use.bash',
      'package/dist/shell/fish/completion.fish',
      'package/dist/shell/fish/init.fish',
      'package/dist/shell/fish/start.fish',
      'package/dist/shell/fish/use.fish',
      'package/dist/shell/prompt/p10k.zsh',
      'package/dist/shell/prompt/starship.toml',
      'package/dist/shell/zsh/.zshenv',
      'package/dist/shell/zsh/completion.zsh',
      'package/dist/shell/zsh/init.zsh',
      'package/dist/shell/zsh/lazy.zsh',
      'package/dist/shell/zsh/use.zsh',
      'package/dist/warm-cluster-token.cjs',
      'package/dist/warm-environment.cjs',
      'package/dist/warm-process.cjs',
      'package/dist/warm.cjs',
      'package/package.json',
    ],
  );
  assert.ok(packed.some((path) => chunk.test(path)));
  for (const entry of ['src', 'emulator'])
    assert.ok(packed.includes(`package/dist/types/${entry}/index.d.ts`));
});

test('no file of the package says where it was built', async () => {
  const installed = join(prefix, 'lib', 'node_modules', 'atmos-kit');
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), 'utf8');
    for (const place of [checkout, scratch])
      assert.not.ok(text.includes(`${place}/`), `${name} names ${place}`);
  }
});

test('the installed program answers for itself', async () => {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  assert.is(await kit('--version'), `${version}\n`);
  assert.match(await kit('--help'), /Usage: atmos-kit VERB/);
  assert.match(await kit('auth', '--help'), /auth login/);
});

test('the installed program lists the identities of a project', async () => {
  const list = await kit('auth', 'list', '--profile', 'developers');
  assert.match(list, /plat-dev\/terraform +222222222202 +TerraformApplyAccess/);
});

test('the installed program answers queries, and holds components against schemas', async () => {
  const vpc = ['component', 'vpc', '-s', 'plat-ue1-dev'];
  assert.is(await kit('describe', ...vpc, '--query', '.vars.name'), 'vpc\n');
  writeFileSync(join(acme, 'schema.json'), '{"properties": {"vars": {"required": ["name"]}}}');
  assert.match(await kit('validate', ...vpc, '--schema-path', 'schema.json'), /vpc in plat-ue1-dev is right/);
});

test('the installed program runs the emulator with its own seed, and stops it', async () => {
  assert.match(await kit('emulator', 'start', '--port', '0'), /runs at http:\/\/127\.0\.0\.1:\d+/);
  const { state, seed, origin } = JSON.parse(await kit('emulator', 'status', '--format', 'json'));
  assert.is(state, 'running');
  assert.ok(seed.startsWith(prefix), `${seed} is of the package`);
  assert.is((await fetch(`${origin}/sign-in`)).status, 200);
  assert.match(await kit('emulator', 'stop'), /has stopped/);
  const stopped = await kit('emulator', 'status').catch((error: { code: number; stdout: string }) => error);
  assert.is(typeof stopped === 'object' && stopped.code, 3);
});

test('programs can use the library, and TypeScript knows its types', async () => {
  const consumer = join(prefix, 'lib', 'consumer');
  mkdirSync(consumer);
  const program = [
    "import { isProblem, loadProject, type Ports } from 'atmos-kit';",
    "import { startEmulator, type Emulator } from 'atmos-kit/emulator';",
    'export type Both = [Ports, Emulator];',
    'console.log(typeof loadProject, typeof startEmulator, isProblem(new Error()));',
  ].join('\n');
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(consumer, 'use.ts'), program);
  const tsc = join(checkout, 'node_modules', 'typescript', 'bin', 'tsc');
  const types = ['--types', 'node', '--typeRoots', join(checkout, 'node_modules', '@types')];
  const strict = ['--strict', '--module', 'nodenext', '--target', 'es2023', ...types];
  await command(process.execPath, [tsc, ...strict, 'use.ts'], consumer).catch((error: { stdout: string }) =>
    assert.unreachable(error.stdout),
  );
  assert.is(await command(process.execPath, ['use.js'], consumer), 'function function false\n');
});

test.run();
