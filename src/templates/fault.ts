import { distance } from 'fastest-levenshtein';

/**
 * What a function says when it cannot do its work. The interpreter turns it into a Problem that names the
 * template and the line; everything else that is thrown passes through unchanged.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** Thrown for what this version cannot offer, such as a data source over the network. */
export class NotOffered extends Fault {}

/** The known name that a person most likely meant, or undefined where none is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(name.length / 2)) + 1;
  for (const candidate of known) {
    const away = distance(name.toLowerCase(), candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}
