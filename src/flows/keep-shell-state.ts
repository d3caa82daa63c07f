import { dirname, join } from 'node:path';
import type { AuthSection } from '../domain/auth.ts';
import type { CredentialMode } from '../domain/credential-mode.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { selectingNames } from '../identity/selecting-variables.ts';
import { chainKey, rootKey } from '../identity/session-key.ts';
import { shellMarks } from '../identity/shell-marks.ts';
import type { Ports } from '../ports.ts';
import { keyFile } from '../store/session-file.ts';
import { decimalStamp, type ShellState, shellStatePath, shellStateText } from '../store/shell-state.ts';
import { endsFileIn } from './key-ends.ts';
import type { ProjectFlags } from './load-auth.ts';
import type { Observer } from './observe.ts';
import type { HandedOver } from './remember-hand-over.ts';

/** Who was asked for, and how. */
interface Asked {
  readonly flags: ProjectFlags;
  readonly identity: string | undefined;
  readonly credentials: CredentialMode | undefined;
}

/**
 * Keeps what a shell needs to run a command as somebody without us, where that is remembered and what was asked is plain: no
 * flag but the identity, and keys that are asked for. `env` is that of atmos.yaml. Where a value could be secret, or
 * cannot be told to a shell, nothing is kept and the shell asks us.
 */
export async function keepShellState(
  ports: Ports,
  asked: Asked,
  observer: Observer,
  handed: HandedOver & { readonly auth: AuthSection },
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const change = { ...env, ...handed.change };
  const { environment, files, here, writer } = ports;
  const path = shellStatePath(here.answers, {
    folder: folderInShell(ports),
    profile: environment.get('ATMOS_PROFILE') ?? '',
    identity: asked.identity ?? '',
  });
  const configFile = change['AWS_CONFIG_FILE'];
  const plain = Object.values(asked.flags).length === 0 && asked.credentials === undefined;
  if (!plain || !path || !configFile) return;
  const session = sessionFiles(ports, handed);
  const variables = variablesOf(ports, observer, change);
  if (!session || !variables) return;
  const seen = seenPaths(observer, here.program.at(-1) as string, files);
  const { set, unset } = settings(change);
  const endsFile = endsFileIn(dirname(configFile));
  const marks = shellMarks(
    { name: handed.identity, change, signInFile: session.signIn, endsFile },
    undefined,
  );
  const text = shellStateText({
    stat: await statForm(ports, seen.stamps),
    folder: here.folder,
    endsFile,
    there: [...session.there, ...seen.folders],
    stamps: seen.stamps,
    absent: seen.absent,
    ...variables,
    unset: [...selectingNames, ...unset],
    set,
    marks: settings(marks).set.filter(([name]) => name !== 'ATMOS_SHLVL'),
  });
  if (text === undefined || files.read(path) === text) return;
  try {
    writer.write(path, text, 0o600);
  } catch {
    // As with memos: a full disk is told by whatever must be written.
  }
}

/** The working folder as the shell that started us names it, which may be by a link. */
function folderInShell({ environment, files, here }: Pick<Ports, 'environment' | 'files' | 'here'>): string {
  const named = environment.get('PWD');
  const same = named?.startsWith('/') && files.stat(named)?.stamp === files.stat(here.folder)?.stamp;
  return same ? (named as string) : here.folder;
}

/** The files without which the keys of a chain cannot be unlocked here, and how the name of its sign-in's begins. */
function sessionFiles(
  ports: Ports,
  { auth, chain }: { readonly auth: AuthSection } & Pick<HandedOver, 'chain'>,
): { readonly there: readonly string[]; readonly signIn: string } | undefined {
  const { folder } = ports.keyring(auth.keyring).describe();
  if (folder === undefined) return undefined;
  const key = chainKey(chain);
  const names = (ports.files.list(folder) ?? []).map(({ name }) => name);
  const [name, ...others] = names.filter((one) => one.startsWith(`${key}.`) && one.endsWith('.jwe'));
  if (name === undefined || others.length > 0) return undefined;
  // Files with keys stand in the runtime folder too, beside the keys that unlock sessions.
  const unlocking = keyFile(dirname(ports.here.keyFiles), name.split('.')[1] as string);
  if (ports.files.stat(unlocking) === undefined) return undefined;
  return { there: [join(folder, name), unlocking], signIn: join(folder, rootKey(chain.root)) };
}

function seenPaths(observer: Observer, program: string, files: Ports['files']) {
  const entries = Object.entries(observer.observed().paths);
  const stamps = entries.filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== 'folder',
  );
  const own = files.stat(program)?.stamp;
  return {
    stamps: own === undefined ? stamps : [...stamps, [program, own] as const],
    folders: entries.filter(([, stamp]) => stamp === 'folder').map(([path]) => path),
    absent: entries.filter(([, stamp]) => stamp === null).map(([path]) => path),
  };
}

// Besides what was looked at for the answer: where memos, sessions and keys rest, and what was made part of a value.
const places = ['HOME', 'XDG_RUNTIME_DIR', 'ATMOS_KEYRING_TYPE', 'ATMOS_IDENTITY', 'ATMOS_PROFILE'];
const folders = ['CACHE', 'DATA'].flatMap((kind) => [`XDG_${kind}_HOME`, `ATMOS_XDG_${kind}_HOME`]);

/** What variables must be, where each may be told. */
function variablesOf(
  { environment }: Pick<Ports, 'environment'>,
  observer: Observer,
  change: EnvironmentChange,
): Pick<ShellState, 'with' | 'without'> | undefined {
  const inherited = ['NO_PROXY', 'no_proxy'].filter(() => 'NO_PROXY' in change);
  const observed = Object.keys(observer.observed().variables);
  const names = [...new Set([...observed, ...places, ...folders, ...inherited])];
  const values = names.map((name) => [name, environment.get(name)] as const);
  const set = values.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  const told = set.every(
    ([name]) => /^(HOME|XDG_\w+|ATMOS_\w+|NO_PROXY|no_proxy)$/.test(name) && !secret.test(name),
  );
  if (!told || names.some((name) => !/^\w+$/.test(name))) return undefined;
  return { with: set, without: names.filter((name) => environment.get(name) === undefined) };
}

const secret = /PASS|TOKEN|SECRET|CREDENTIAL|_KEY$/;

function settings(change: EnvironmentChange) {
  const entries = Object.entries(change);
  return {
    set: entries.filter((entry): entry is [string, string] => entry[1] !== null),
    unset: entries.flatMap(([name, value]) =>
      value === null && !selectingNames.includes(name) ? [name] : [],
    ),
  };
}

/** How `stat` is to be asked here, which is seen by letting it tell stamps that we know. */
async function statForm(
  { children }: Pick<Ports, 'children'>,
  stamps: ShellState['stamps'],
): Promise<ShellState['stat']> {
  const file = children.find('stat');
  if (file === undefined) return 'none';
  const expected = stamps.map(([, stamp]) => `${decimalStamp(stamp)}\n`).join('');
  for (const [form, ...words] of [
    ['gnu', '-c', '%i.%s.%.9Y.%.9Z'],
    ['bsd', '-f', '%i.%z.%Fm.%Fc'],
  ] as const) {
    const args = ['-L', ...words, '--', ...stamps.map(([path]) => path)];
    const { stdout } = await children.run({ file, args, cwd: '/', change: { LC_ALL: 'C' } }, { quiet: true });
    if (stdout === expected) return form;
  }
  return 'none';
}
