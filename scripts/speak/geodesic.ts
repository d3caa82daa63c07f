import type { EnvironmentChange } from '../../src/domain/environment-change.ts';
import { inertLines } from '../../src/domain/inert.ts';
import { quoteCommand } from '../../src/domain/shell-word.ts';
import type { GeodesicStart } from '../../src/flows/start-geodesic.ts';

/** What a start would run, and which variables it would set for it. */
export function geodesicStartText({ state, serve }: GeodesicStart, change: EnvironmentChange): string {
  const variables = Object.entries(change).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`  ${name}=${value}`],
  );
  const lines = [
    ...state.missingFolders.map((folder) => `mkdir -p ${quoteCommand([folder])}`),
    quoteCommand([state.wrapper?.path ?? '']),
    ...variables,
    ...(serve ? ['  and the variables of auth serve, which are made when it runs'] : []),
  ];
  return `${inertLines(lines.join('\n'))}\n`;
}
