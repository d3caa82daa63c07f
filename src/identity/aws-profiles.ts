import { Problem } from '../domain/problem.ts';
import { awsProfileName, processCommand } from './aws-config.ts';

/** An AWS config profile of an identity. */
export interface AwsProfile {
  readonly identity: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  /** The argv that prints its keys. */
  readonly command: readonly string[];
}

/** The profiles that may be written, and those that are left to somebody else's section of that name. */
export interface ProfileLines {
  readonly lines: readonly string[];
  readonly names: readonly string[];
  readonly taken: readonly string[];
}

/**
 * The lines of an AWS config file with a profile for each identity; `taken` names are left out, and so is the second of
 * two identities of one profile name. Throws Problem `config-invalid` for a path that the file cannot carry.
 * Source of the limits: the SDKs for JavaScript and Go cut a line at ` #` and ` ;`.
 */
export function profileLines(
  profiles: readonly AwsProfile[],
  prefix: string,
  takenAlready: ReadonlySet<string>,
): ProfileLines {
  const lines: string[] = [];
  const names: string[] = [];
  const taken: string[] = [];
  for (const { identity, region, endpointUrl, command } of profiles) {
    const name = awsProfileName(`${prefix}${identity}`);
    if (takenAlready.has(name) || names.includes(name)) {
      taken.push(name);
      continue;
    }
    names.push(name);
    lines.push(
      `[profile ${name}]`,
      ...(region === undefined ? [] : [`region = ${region}`]),
      ...(endpointUrl === undefined ? [] : [`endpoint_url = ${endpointUrl}`]),
      `credential_process = ${carried(processCommand(command))}`,
    );
  }
  return { lines, names, taken };
}

/** The names of the profiles in a config file (`[profile x]`, `[default]`) or a credentials file (`[x]`). */
export function profileNames(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, section = ''] = /^\s*\[\s*(.*?)\s*\]/.exec(line) ?? [];
    const [, quoted, plain] = /^(?:profile\s+)?(?:["'](.*)["']|(.*))$/.exec(section) ?? [];
    const name = quoted ?? plain ?? '';
    return name === '' ? [] : [name];
  });
}

function carried(command: string): string {
  const sign = [...command].find((one) => '#;\\\u007f'.includes(one) || one < ' ');
  if (sign === undefined) return command;
  throw new Problem({
    code: 'config-invalid',
    message: `An AWS config file cannot carry ${JSON.stringify(sign)}, which the path of atmos-kit, of this project or a name has.`,
    hint: 'Move it to a folder without such characters.',
  });
}
