declare const __VERSION__: string;

/** The package's version; the build puts it in. */
export const version: string = __VERSION__;
