/**
 * The one key of a description that a query looks at, such as `metadata` for `.metadata.labels | keys`: behind a pipe
 * nothing can look at the whole again. Undefined where a query may look at more.
 */
export function sectionAsked(query: string): string | undefined {
  return /^\s*\.([A-Za-z_]\w*)(?:(?:\.[A-Za-z_]\w*|\.?\[(?:-?\d*|"[^"\\]*")\])\??)*\s*(?:\||$)/.exec(
    query,
  )?.[1];
}
