import { readFileSync, statSync } from 'node:fs';

/**
 * An answer together with everything that was looked at to find it. It holds as long as every file, folder and
 * variable still looks the same, and then nothing needs to be parsed again.
 */
export interface Memo {
  /** The build that wrote it: another one may answer differently. */
  readonly build: string;
  readonly question: string;
  readonly observed: Observed;
  readonly answer: unknown;
}

/** What was looked at. A null means that it was not there. */
export interface Observed {
  /** Path → stamp of a file or of a folder whose names were listed; `folder` where only its being there mattered. */
  readonly paths: Readonly<Record<string, string | null>>;
  /** Variable → digest of its value; a name ending in `*` stands for every variable with that beginning. */
  readonly variables: Readonly<Record<string, string | null>>;
}

/** The file of the memo that answers a question, below `folder`. */
export function memoPath(folder: string, question: string): string {
  return `${folder}/${digest(question)}.json`;
}

/**
 * The remembered answer to a question, or undefined where there is none that still holds.
 * Loads nothing but node:fs and opens no socket.
 */
export function recall(
  folder: string,
  question: string,
  build: string,
  variables: Readonly<Record<string, string | undefined>>,
): unknown {
  let memo: Memo;
  try {
    memo = JSON.parse(readFileSync(memoPath(folder, question), 'utf8')) as Memo;
  } catch {
    return undefined;
  }
  const holds = memo.build === build && memo.question === question && looksTheSame(memo.observed, variables);
  return holds ? memo.answer : undefined;
}

function looksTheSame(observed: Observed, variables: Readonly<Record<string, string | undefined>>): boolean {
  for (const name in observed.variables)
    if (digestOfVariable(variables, name) !== observed.variables[name]) return false;
  for (const path in observed.paths)
    if (!pathLooksLike(path, observed.paths[path] as string | null)) return false;
  return true;
}

function pathLooksLike(path: string, stamp: string | null): boolean {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  if (stat === undefined) return stamp === null;
  return stamp === 'folder' ? stat.isDirectory() : stamp === stampOf(stat);
}

/** Changes whenever the file does, and a folder's whenever its list of names does. */
export function stampOf(stat: { ino: bigint; size: bigint; mtimeNs: bigint; ctimeNs: bigint }): string {
  return `${stat.ino}.${stat.size}.${stat.mtimeNs}.${stat.ctimeNs}`;
}

/** The digest of one variable, or of all with a beginning for `PREFIX*`; null where there is none. */
export function digestOfVariable(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
): string | null {
  if (!name.endsWith('*')) {
    const value = variables[name];
    return value === undefined ? null : digest(value);
  }
  const prefix = name.slice(0, -1);
  const names = Object.keys(variables)
    .filter((one) => one.startsWith(prefix))
    .sort();
  return digest(JSON.stringify(names.map((one) => [one, variables[one]])));
}

/**
 * A 53-bit digest that needs no crypto library (loading one costs a seventh of Node's own start). It only has to
 * tell changed from unchanged; where two questions meet in one file, the question itself is compared.
 */
export function digest(text: string): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x85ebca77);
    high = Math.imul(high ^ code, 0xc2b2ae3d);
  }
  low ^= Math.imul(low ^ (high >>> 15), 0x735a2d97);
  high ^= Math.imul(high ^ (low >>> 15), 0xcaf649a9);
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(16).padStart(14, '0');
}
