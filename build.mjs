/**
 * Builds dist/ in about a second.
 *
 * The door (bin/) holds the warm verbs whole. Everything else is split into chunks that load when they are needed. All of it is
 * CommonJS, which Node starts fastest; what people import are modules. `--types` adds the declarations of the public surface.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { asCommonJs, moduleBanner } from './build/as-commonjs.mjs';
import { thirdPartyLicences } from './build/third-party.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What `explain` prints, and what Problems refer to: each heading is a Problem's code. */
const troubleshooting = 'docs/troubleshooting.md';

/** Every file that decides what the program does. */
function sources() {
  const folders = ['bin', 'scripts', 'shell', 'src', 'emulator'];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return [...files, troubleshooting, 'package-lock.json'].sort();
}

/** Names a build by what it was made of: what another build remembered is not trusted. */
function buildOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 12);
}

const help = readFileSync(troubleshooting, 'utf8');
const explained = [...help.matchAll(/^## (\S+)$/gm)].map(([, code]) => code);

const shared = {
  bundle: true,
  platform: 'node',
  // A library's ESM where it has one: names imported from CommonJS are lost in a chunk that loads lazily.
  mainFields: ['module', 'main'],
  target: 'node20.19',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  // Names of libraries' files stand in the bundles; what node_modules may be a link to must not.
  preserveSymlinks: true,
  define: {
    __VERSION__: JSON.stringify(version),
    __BUILD__: JSON.stringify(buildOf(sources())),
    __TROUBLESHOOTING__: JSON.stringify(help),
    __EXPLAINED__: JSON.stringify(explained),
  },
  loader: { '.html': 'text', '.css': 'text', '.txt': 'text' },
};

rmSync('dist', { recursive: true, force: true });
const results = await Promise.all([
  build({
    ...shared,
    entryPoints: {
      'atmos-kit': 'bin/atmos-kit.ts',
      warm: 'bin/warm.ts',
      'warm-process': 'bin/warm-process.ts',
      'warm-cluster-token': 'bin/warm-cluster-token.ts',
      'warm-environment': 'bin/warm-environment.ts',
    },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['./program.cjs', './warm.cjs', './warm-*.cjs'],
    minifyWhitespace: true,
    minifySyntax: true,
    // Node reads all of it each time. What is thrown in it is never shown: the whole program says what is wrong.
    minifyIdentifiers: true,
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...shared,
    entryPoints: {
      program: 'bin/program.ts',
      index: 'src/index.ts',
      emulator: 'emulator/index.ts',
      'emulator-server': 'emulator/server-process.ts',
    },
    outdir: 'dist',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    external: ['@napi-rs/keyring'],
    banner: { js: moduleBanner },
    write: false,
  }),
]);
mkdirSync('dist/chunks', { recursive: true });
const modules = ['index.mjs', 'emulator.mjs', 'emulator-server.mjs'];
for (const { path, text } of asCommonJs(results[1], resolve('dist'), modules)) writeFileSync(path, text);
writeFileSync('dist/THIRD-PARTY-LICENCES.txt', thirdPartyLicences(results.map(({ metafile }) => metafile)));
// The emulator reads its default seed as a file, so that complaints can name a line of it.
cpSync('emulator/seeds', 'dist/seeds', { recursive: true });
// What shells read stands in files that a person can open.
cpSync('shell', 'dist/shell', { recursive: true });
// What makes a real Atmos call us; projects copy or import it.
cpSync('atmos.d', 'dist/atmos.d', { recursive: true });
// jq looks for its WebAssembly beside its own code, which is a chunk.
cpSync('node_modules/jq-web/jq.wasm', 'dist/chunks/jq.wasm');
chmodSync('dist/atmos-kit.cjs', 0o755);
if (process.argv.includes('--types'))
  execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.types.json'], { stdio: 'inherit' });
console.log(`dist/atmos-kit.cjs ${version}, ${Math.round(statSync('dist/atmos-kit.cjs').size / 1024)} KB`);
