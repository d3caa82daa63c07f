declare const __EXPLAINED__: readonly string[];

/** The codes that docs/troubleshooting.md has a section about; the build puts them in. */
export const explained: readonly string[] = __EXPLAINED__;
