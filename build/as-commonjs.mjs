import { relative, sep } from 'node:path';
import { transformSync } from 'esbuild';

/** Libraries written as CommonJS ask for Node's modules with require, and for what stands beside them; a module has neither. */
export const moduleBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __dirname = import.meta.dirname;";

// What ES modules have of themselves, and CommonJS by other names.
const define = { 'import.meta.dirname': '__dirname', 'import.meta.url': '__address' };
const address = 'const __address = require("node:url").pathToFileURL(__filename).href;';

/**
 * The files of a build in chunks (`write: false`) as CommonJS, but for `modules`, which people import: paths below `outdir`.
 * esbuild splits ES modules only, and Node takes its time with many of them: started as CommonJS, a cold `auth process` takes a
 * tenth less on Node 20, and a fifth less on Node 24. Returns `{ path, text }` for each file.
 */
export function asCommonJs({ outputFiles, metafile }, outdir, modules) {
  const staysModule = (path) => modules.includes(relative(outdir, path).split(sep).join('/'));
  const nameOf = (path) => (staysModule(path) ? path : path.replace(/\.mjs$/, '.cjs'));
  return outputFiles.map(({ path, text }) => {
    const { imports = [] } = metafile.outputs[relative('.', path).split(sep).join('/')] ?? {};
    const ours = imports.filter(({ external }) => !external).map(({ path: imported }) => imported);
    const linked = ours.reduce((code, imported) => {
      // As it stands in the code: a chunk by its name beside this one, or from the folder above.
      const name = imported.split('/').at(-1);
      return code.replaceAll(`/${name}"`, `/${nameOf(name)}"`);
    }, text);
    if (!path.endsWith('.mjs') || staysModule(path)) return { path, text: linked };
    const { code } = transformSync(linked.replace(moduleBanner, ''), {
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      minifyWhitespace: true,
      // `import()` would load what Node needs for modules.
      supported: { 'dynamic-import': false },
      define,
      // Only where it runs from source does the emulator ask for more of itself.
      logOverride: { 'empty-import-meta': 'silent' },
    });
    return { path: nameOf(path), text: code.includes('__address') ? `${address}${code}` : code };
  });
}
