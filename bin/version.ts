declare const __VERSION__: string;
declare const __BUILD__: string;

/** The package's version; the build puts it in. */
export const version: string = __VERSION__;

/** Names this very build: what another one remembered is worked out anew. */
export const build = `${__VERSION__}+${__BUILD__}`;
