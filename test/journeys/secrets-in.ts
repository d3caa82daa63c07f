/** Where secrets have got to: every form in which one may stand in a text. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A text and how a person would call the place at which it was found. */
export interface Found {
  readonly place: string;
  readonly text: string;
}

/** `place: kind` for each secret that stands in a text: as it is, or as an address, JSON or base64 would hold it. */
export function secretsIn(found: Iterable<Found>, secrets: ReadonlyMap<string, string>): readonly string[] {
  const forms = [...secrets].map(([secret, kind]) => ({ kind, forms: formsOf(secret) }));
  const faults = new Set<string>();
  for (const { place, text } of found) {
    // Most of a text is no secret of any form; what is left is searched for each of thousands of forms.
    const long = text.match(longWords)?.join('\n');
    if (long === undefined) continue;
    for (const { kind, forms: ways } of forms)
      if (ways.some((form) => long.includes(form))) faults.add(`${place}: ${kind}`);
  }
  return [...faults];
}

/** Every form of a secret is one such word, which `formsOf` holds. */
const longWords = /[\w+/=%.:~\\-]{16,}/g;

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // What a text is in base64 depends on how many bytes stand before it; only the middle is sure.
  const base64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  const forms = [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      secret.replaceAll('/', '\\/'),
      bytes.toString('hex'),
      ...base64,
    ]),
  ];
  for (const form of forms)
    if (form.match(longWords)?.[0] !== form) throw new Error(`A form of ${form.length} letters is no word`);
  return forms;
}

/** Every file below a folder, as Latin-1, named by its path below it; links are not followed. */
export function filesBelow(folder: string): readonly (Found & { readonly mode: number })[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return {
        place: `file ${relative(folder, path)}`,
        text: readFileSync(path, 'latin1'),
        mode: lstatSync(path).mode & 0o777,
      };
    });
}
