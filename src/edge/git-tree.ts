/** One entry of a commit. */
export interface GitEntry {
  /** Below the root; empty for the root itself. */
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link' | 'other';
  /** Names the content; empty for folders. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** Of a folder: what stands in it, sorted. */
  readonly names?: readonly string[];
}

/** The entries of `git ls-tree -r -z -l` by path, with the folders that they stand in. */
export function readTree(text: string): ReadonlyMap<string, GitEntry> {
  const entries = new Map<string, GitEntry>();
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const line of text.split('\0')) {
    const [, mode, hash, size, path] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t([\s\S]*)$/.exec(line) ?? [];
    if (mode === undefined || hash === undefined || path === undefined) continue;
    const type = mode === '120000' ? 'link' : mode.startsWith('100') ? 'file' : 'other';
    entries.set(path, { path, type, hash, size: Number(size) || 0 });
    noteFolders(folders, path);
  }
  for (const [path, names] of folders)
    entries.set(path, { path, type: 'folder', hash: '', size: 0, names: [...names].sort() });
  return entries;
}

function noteFolders(folders: Map<string, Set<string>>, path: string): void {
  for (let at = path; at !== ''; ) {
    const cut = at.lastIndexOf('/');
    const folder = cut === -1 ? '' : at.slice(0, cut);
    const names = folders.get(folder) ?? new Set<string>();
    const known = names.has(at.slice(cut + 1));
    folders.set(folder, names.add(at.slice(cut + 1)));
    if (known) return;
    at = folder;
  }
}
