import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of every library whose code is in the bundles, as one text. `metafiles` are esbuild's.
 * Throws an Error for a library that names no licence at all: it must not be shipped.
 */
export function thirdPartyLicences(metafiles) {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap(packageFolder));
  const notices = [...folders].sort().map(notice);
  return `atmos-kit contains code of these libraries.\n\n${notices.join('\n')}`;
}

// `node_modules/a/node_modules/@b/c/dist/x.js` belongs to `node_modules/a/node_modules/@b/c`.
function packageFolder(file) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
  return match === null ? [] : [match[1]];
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder} names no licence.`);
  const file = readdirSync(folder).find((one) => /^licen[cs]e(\.(md|txt))?$/i.test(one));
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').trim()
      : '';
  return `${'='.repeat(78)}\n${name} ${version} (${license})\n\n${text}\n`;
}
