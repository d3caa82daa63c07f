declare module 'diff' {
  /** The difference of two texts as a unified diff, with a heading of `=` signs. */
  export function createTwoFilesPatch(
    oldName: string,
    newName: string,
    oldText: string,
    newText: string,
    oldHeader?: string,
    newHeader?: string,
    options?: { readonly context?: number },
  ): string;
}
