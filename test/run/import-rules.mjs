/**
 * Holds the direction of imports (docs/architecture.md, "The house") and the size of files.
 * Fails as well when dependency-cruiser saw fewer modules than there are source files: with a TypeScript that it
 * cannot use it sees none and says that all is well.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTypeScriptConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = join(import.meta.dirname, '..', '..');
const folders = ['bin', 'scripts', 'src', 'emulator', 'bench'];
const sources = folders
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );

const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|emulator|scripts|bin|bench|test)/', pathNot: allowed },
});
const rules = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  only('domain-imports-domain', '^src/domain/', ['^src/domain/']),
  only('yaml-imports-domain', '^src/yaml/', ['^src/(yaml|domain)/', '^src/ports.ts$']),
  only('config-imports-domain', '^src/config/', ['^src/(config|yaml|domain)/', '^src/ports.ts$']),
  only('stacks-imports-domain', '^src/stacks/', ['^src/(stacks|templates|yaml|domain)/', '^src/ports.ts$']),
  only('identity-imports-domain', '^src/identity/', ['^src/(identity|domain)/']),
  only('terraform-imports-domain', '^src/terraform/', ['^src/(terraform|domain)/']),
  only('workflows-imports-domain', '^src/workflows/', ['^src/(workflows|yaml|domain)/', '^src/ports.ts$']),
  only('shell-imports-domain', '^src/shell/', ['^src/(shell|domain)/', '^src/ports.ts$']),
  only('containers-imports-domain', '^src/containers/', ['^src/(containers|domain)/']),
  only('query-imports-domain', '^src/query/', ['^src/(query|yaml|domain)/']),
  only('store-imports-domain', '^src/store/', ['^src/(store|domain)/']),
  only('ports-import-domain', '^src/ports(/|.ts$)', ['^src/(domain|ports)/']),
  only('edge-imports-ports', '^src/edge/', ['^src/(edge|store|domain)/', '^src/ports.ts$']),
  only('flows-decide', '^src/flows/', [
    '^src/(flows|config|stacks|identity|terraform|workflows|shell|containers|store|domain)/',
    '^src/ports.ts$',
  ]),
  {
    name: 'only-compose-imports-edge',
    severity: 'error',
    from: { path: '^(src|scripts|bin)/', pathNot: ['^src/(edge/|compose.ts$)', '^bin/'] },
    to: { path: '^src/edge/' },
  },
  only('the-emulator-stands-alone', '^emulator/', ['^emulator/']),
  {
    name: 'nobody-imports-tests',
    severity: 'error',
    from: { path: '^(bin|scripts|src|emulator)/' },
    to: { path: '^(test|bench)/' },
  },
  { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'pure-rooms-touch-nothing',
    severity: 'error',
    from: { path: '^src/(domain|config|stacks|identity|terraform|workflows|shell|containers|query|flows)/' },
    to: { dependencyTypes: ['core'], pathNot: '^(path|crypto|util)$' },
  },
];

const { output } = await cruise(
  folders.filter((folder) => existsSync(join(root, folder))),
  {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js'],
      // Libraries name their entry points (hono/html) in `exports`.
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
  undefined,
  { tsConfig: extractTypeScriptConfig(join(root, 'tsconfig.json')) },
);
const faults = output.summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`);
const seen = new Set(output.modules.map((module) => module.source));
for (const file of sources) if (!seen.has(file)) faults.push(`not cruised: ${file}`);

// One idea per file: past this a file is hard to hold in the head. There is no exception list.
const limit = 300;
for (const file of sources) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n').length;
  if (lines > limit) faults.push(`${file} has ${lines} lines; ${limit} is the limit`);
}
for (const fault of faults) console.error(fault);
console.log(`${seen.size} modules, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
