import { join } from 'node:path';
import { type BlockMarks, blockIn, withBlock, withoutBlock } from '../domain/marked-block.ts';
import { Problem } from '../domain/problem.ts';
import { profileWords } from '../domain/profile-words.ts';
import type { AwsProfile, ProfileLines } from '../identity/aws-profiles.ts';
import { profileLines, profileNames } from '../identity/aws-profiles.ts';
import type { Ports } from '../ports.ts';
import type { AuthAnswer } from './auth-answer.ts';
import { changeOfFile, type FileChange } from './file-change.ts';

/** Which identities get a profile, and how those are named. */
export interface AwsConfigRequest {
  /** Folder of the atmos.yaml in use: profiles work from every other folder as well. */
  readonly configFolder: string;
  /** By name; all of them unless given. */
  readonly identities?: readonly string[];
  readonly prefix: string;
}

export interface AwsConfigChange extends Omit<ProfileLines, 'lines'> {
  readonly change: FileChange;
}

/**
 * Decides what a person's AWS config file becomes with a profile for each identity, in a block that belongs to this
 * project. Throws Problem `config-invalid`, `file-unreadable`.
 */
export function awsConfigWith(
  ports: Pick<Ports, 'files' | 'environment' | 'here'>,
  answer: AuthAnswer,
  { configFolder, identities, prefix }: AwsConfigRequest,
): AwsConfigChange {
  const marks = marksOf(configFolder);
  const credentials = profileNames(ports.files.read(credentialsPath(ports)) ?? '');
  let decided: ProfileLines = { lines: [], names: [], taken: [] };
  const change = changeOfFile(ports, configPath(ports), (before) => {
    const text = before ?? '';
    const taken = new Set([...profileNames(withoutBlock(text, marks)), ...credentials]);
    const profiles = profilesOf(ports, answer, configFolder, identities);
    decided = profileLines(profiles, prefix, taken);
    if (decided.lines.length === 0) return withoutOurs(before, marks);
    const note = before === undefined || wasMadeByUs(before, marks) ? [madeByUs] : [];
    return withBlock(text, marks, [...note, ...decided.lines]);
  });
  return { change, names: decided.names, taken: decided.taken };
}

/** Decides what the file becomes without the block of this project. Throws Problem `file-unreadable`. */
export function awsConfigWithout(
  ports: Pick<Ports, 'files' | 'environment' | 'here'>,
  configFolder: string,
): FileChange {
  return changeOfFile(ports, configPath(ports), (before) => withoutOurs(before, marksOf(configFolder)));
}

/** Says in the block that there was no file before it, so that none is left behind; an empty one stays an empty one. */
const madeByUs = '# There was no such file before.';

const wasMadeByUs = (text: string, marks: BlockMarks): boolean => blockIn(text, marks)?.[0] === madeByUs;

function withoutOurs(before: string | undefined, marks: BlockMarks): string | undefined {
  if (before === undefined) return undefined;
  const text = withoutBlock(before, marks);
  return text === '' && wasMadeByUs(before, marks) ? undefined : text;
}

// Several projects have a block each.
function marksOf(configFolder: string): BlockMarks {
  const name = JSON.stringify(configFolder).slice(1, -1);
  return { begin: `# >>> atmos-kit: ${name} >>>`, end: `# <<< atmos-kit: ${name} <<<` };
}

function profilesOf(
  { here }: Pick<Ports, 'here'>,
  answer: AuthAnswer,
  configFolder: string,
  wanted: readonly string[] | undefined,
): readonly AwsProfile[] {
  const named = wanted?.map((name) => name.toLowerCase());
  const unknown = wanted?.find((name) => !answer.identities.some((one) => same(one.name, name)));
  if (unknown !== undefined)
    throw new Problem({
      code: 'identity-not-found',
      message: `There is no identity "${unknown}" here.`,
      hint: 'atmos-kit auth list shows all of them.',
    });
  const project = ['--config-path', configFolder, ...profileWords(answer.profiles)];
  const providers = new Map(answer.providers.map((provider) => [provider.name, provider]));
  return answer.identities
    .filter(({ name, key, kind }) => key !== undefined && !unprinted.includes(kind) && chosen(name))
    .map(({ name, region, provider }) => {
      const endpointUrl = providers.get(provider ?? '')?.endpointUrl;
      return {
        identity: name,
        ...(region !== undefined && { region }),
        ...(endpointUrl !== undefined && { endpointUrl }),
        command: [...here.program, 'auth', 'process', '--identity', name, ...project],
      };
    });

  function chosen(name: string): boolean {
    return named === undefined || named.includes(name.toLowerCase());
  }
}

/** Kinds without keys of ours. */
const unprinted: readonly string[] = ['ambient', 'aws/ambient', 'mock/aws'];

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function configPath(ports: Pick<Ports, 'environment' | 'here'>): string {
  return awsPath(ports, 'AWS_CONFIG_FILE', 'config');
}

function credentialsPath(ports: Pick<Ports, 'environment' | 'here'>): string {
  return awsPath(ports, 'AWS_SHARED_CREDENTIALS_FILE', 'credentials');
}

// In a shell of ours these variables name files of ours.
function awsPath(
  { environment, here }: Pick<Ports, 'environment' | 'here'>,
  name: string,
  file: string,
): string {
  const home = environment.get('HOME') ?? '/';
  const set = environment.get(name)?.replace(/^~(?=\/)/, home);
  const ours = set?.startsWith(here.generated) || set?.startsWith(here.keyFiles);
  return set && !ours ? set : join(home, '.aws', file);
}
