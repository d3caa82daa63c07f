import { distance } from 'fastest-levenshtein';

/** The name that was probably meant: the closest one, when it is close at all. */
export function nearest(wanted: string, names: readonly string[]): string | undefined {
  const lower = wanted.toLowerCase();
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const far = distance(lower, name.toLowerCase());
    if (best === undefined || far < best.distance) best = { name, distance: far };
  }
  const close = Math.min(wanted.length - 1, Math.max(2, Math.ceil(wanted.length / 3)));
  return best !== undefined && best.distance <= close ? best.name : undefined;
}

/** `a, b, c and 4 more` */
export function listed(names: readonly string[], limit = 12): string {
  const shown = names.slice(0, limit).join(', ');
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown;
}
