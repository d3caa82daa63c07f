/**
 * The local sources (`./x`, `../x`) that the module blocks of some Terraform code name. Only what stands in a line of
 * its own within such a block counts; comments do not.
 */
export function localModules(code: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let inside = false;
  for (const written of code.split('\n')) {
    const line = written.replace(/^\s*(#|\/\/).*/, '');
    if (depth === 0) inside = /^\s*module\s+"?[\w-]+"?\s*\{/.test(line);
    const source = inside ? /(?:^|[{\s])source\s*=\s*"(\.{1,2}\/[^"]*)"/.exec(line)?.[1] : undefined;
    if (source !== undefined) found.push(source);
    const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, '');
    depth = Math.max(0, depth + (bare.match(/\{/g)?.length ?? 0) - (bare.match(/\}/g)?.length ?? 0));
  }
  return found;
}
