/**
 * How a child gets its credentials: `process`, a file that asks us for keys whenever they are needed and holds none;
 * `env`, the keys in variables; `file`, the keys in AWS's own files, for tools that know nothing else.
 */
export type CredentialMode = (typeof credentialModes)[number];

/** The first is the default. */
export const credentialModes = ['process', 'env', 'file'] as const;
