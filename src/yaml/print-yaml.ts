import type { ScalarData, Value } from '../domain/value.ts';
import { isTimestamp, plainScalar } from './scalar.ts';

/**
 * A tree as YAML text in the very form that go-yaml gives it: keys sorted, two spaces a level, each text plain, in
 * quotes or as a block by go-yaml's rules. Atmos renders templates within that text, so whether a text stands in
 * quotes decides whether what a template puts there is read as a number. Functions must stand as text already.
 */
export function printYaml(value: Value): string {
  return `${node(value, '').replace(/^\n/, '').trimStart()}\n`;
}

/** What stands behind `key:` or `-`, with the space or line break in front of it. */
function node(value: Value, indent: string): string {
  if (value.type === 'scalar') return ` ${scalar(value.data, indent)}`;
  if (value.type === 'list')
    return value.items.length === 0
      ? ' []'
      : value.items.map((item) => `\n${indent}-${inline(node(item, `${indent}  `), indent)}`).join('');
  if (value.entries.size === 0) return ' {}';
  return [...value.entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `\n${indent}${keyText(key)}:${node(entry, `${indent}  `)}`)
    .join('');
}

/** The first line of a nested block stands right behind its hyphen. */
const inline = (text: string, indent: string): string =>
  text.startsWith('\n') ? ` ${text.slice(1 + indent.length + 2)}` : text;

function scalar(data: ScalarData, indent: string): string {
  if (typeof data === 'string') return stringText(data, indent);
  if (typeof data !== 'number' || Number.isFinite(data)) return String(data);
  return Number.isNaN(data) ? '.nan' : data > 0 ? '.inf' : '-.inf';
}

const keyText = (key: string): string =>
  key.includes('\n') ? doubleQuoted(key) : stringText(key, '', key !== '<nil>');

function stringText(text: string, indent: string, mayMeanMore = true): string {
  const shape = shapeOf(text);
  if (text.includes('\n')) return shape.block ? literal(text, indent) : doubleQuoted(text);
  if (mayMeanMore && meansMore(text)) return doubleQuoted(text);
  if (shape.plain) return text;
  return shape.single ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text);
}

const oldBoolean = /^(y|yes|on|n|no|off)$/i;
const base60 = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/;

/** Whether the text would be something else than text if it stood without quotes. */
const meansMore = (text: string): boolean =>
  typeof plainScalar(text) !== 'string' ||
  isTimestamp(text) ||
  text === '<<' ||
  oldBoolean.test(text) ||
  base60.test(text);

/** In which styles a text may stand outside brackets. */
function shapeOf(text: string): { plain: boolean; single: boolean; block: boolean } {
  const special = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(
    text,
  );
  const indicator =
    /^(---|\.\.\.)/.test(text) || /^([#,[\]{}&*!|>'"%@`]|[?:-](\s|$))/.test(text) || /:(\s|$)|\s#/.test(text);
  const spaceBreak = / [\n\r]/.test(text);
  const breakSpace = /[\n\r] /.test(text);
  const edge = /^[ \n\r]|[ \n\r]$/.test(text);
  return {
    plain: !(special || indicator || spaceBreak || breakSpace || edge || /[\n\r\t]/.test(text)),
    single: !(special || spaceBreak || breakSpace || text.includes('\t')),
    block: !(special || spaceBreak || text.endsWith(' ') || text.includes('\r')),
  };
}

function literal(text: string, indent: string): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const lines = text.replace(/\n$/, '').split('\n');
  return `|${hint}${chomp}${lines.map((line) => `\n${line === '' ? '' : indent}${line}`).join('')}`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
};

const doubleQuoted = (text: string): string =>
  `"${text.replace(
    /["\\]|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu,
    (sign) => escapes[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}"`;
