import type { Value } from '../domain/value.ts';

/**
 * A value as Go prints it with `%v`, which is how Atmos hands an `env` entry to a child: `true`, `3`, `[a b]`,
 * `map[a:1]`, and `<nil>` for null.
 */
export function goText(value: Value): string {
  switch (value.type) {
    case 'list':
      return `[${value.items.map(goText).join(' ')}]`;
    case 'map': {
      const entries = [...value.entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      return `map[${entries.map(([key, entry]) => `${key}:${goText(entry)}`).join(' ')}]`;
    }
    case 'scalar':
      if (value.data === null) return '<nil>';
      return typeof value.data === 'number' ? number(value.data) : String(value.data);
  }
}

/** Whole numbers plainly; others shortest, with an exponent of at least two digits from 1e+06 up and below 1e-04. */
function number(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  const sign = power < 0 ? '-' : '+';
  return `${digits}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}
