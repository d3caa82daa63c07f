import type { CredentialMode } from '../domain/credential-mode.ts';
import type { ProjectFlags } from './load-auth.ts';

// The door asks these before it loads anything else, so they stand apart from the flows that answer them.

/** The question that `AuthAnswer` answers; whatever is not observed while looking stands in it. */
export function authQuestion(folder: string, flags: ProjectFlags): string {
  return JSON.stringify(['auth', folder, ...projectPart(flags)]);
}

const projectPart = ({ profiles, basePath, configPaths }: ProjectFlags): readonly unknown[] => [
  profiles ?? null,
  basePath ?? null,
  configPaths ?? null,
];

export interface ReportRequest extends ProjectFlags {
  readonly component: string;
  readonly stack: string;
  /** `--identity`, the empty string for the flag without a value. */
  readonly identity?: string;
}

/** The question that `IdentityReport` answers. */
export function reportQuestion(folder: string, request: ReportRequest): string {
  const { component, stack, identity, profiles, basePath } = request;
  const flags = [identity ?? null, profiles ?? null, basePath ?? null];
  return JSON.stringify(['identity', folder, component, stack, ...flags]);
}

/** Whose environment, and how it gets its keys where that was said. */
export interface EnvironmentRequest extends ProjectFlags {
  /** `--identity`, the empty string for the flag without a value. */
  readonly identity?: string;
  readonly credentials?: CredentialMode;
}

/**
 * The question that `EnvironmentAnswer` answers. `node` is the Node that runs us: the files that are handed over start us
 * by it, and another one must not hand out files that need a Node which may be gone.
 */
export function environmentQuestion(
  folder: string,
  node: string | undefined,
  request: EnvironmentRequest,
): string {
  const { identity, credentials } = request;
  const whose = [identity ?? null, credentials ?? null];
  return JSON.stringify(['environment', folder, node, ...whose, ...projectPart(request)]);
}

/** The question that a verb's whole text answers: all that was typed, in the folder where it was typed. */
export function textQuestion(
  folder: string,
  call: {
    readonly verb: { readonly path: readonly string[] };
    readonly words: readonly string[];
    readonly flags: Readonly<Record<string, unknown>>;
    readonly rest: readonly string[];
  },
): string {
  const flags = Object.entries(call.flags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['text', folder, call.verb.path, call.words, flags, ...call.rest]);
}

/**
 * The question that `RunAsAnswer` answers. The variables that most often differ between two terminals stand in it, so
 * that these do not take each other's answers away. `node` as in `environmentQuestion`.
 */
export function runAsQuestion(
  folder: string,
  node: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
  request: {
    readonly flags: ProjectFlags;
    readonly identity: string | undefined;
    readonly credentials: string | undefined;
  },
): string {
  return JSON.stringify([
    'run-as',
    folder,
    node,
    request.identity ?? null,
    request.credentials ?? null,
    ...projectPart(request.flags),
    [variables['ATMOS_IDENTITY'] ?? null, variables['ATMOS_PROFILE'] ?? null],
  ]);
}
