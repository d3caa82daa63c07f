import { Problem } from '../domain/problem.ts';

/**
 * The text of an AWS config file whose one profile asks a command for its keys.
 * `command` is an argv; every SDK splits or runs it as a POSIX shell would.
 * Source of the format: AWS's documentation of `credential_process`.
 * Throws Problem `auth-config-invalid` for an identity whose name cannot be a profile's name.
 */
export function awsConfigText(identity: string, region: string, command: readonly string[]): string {
  if (!/^[\w@+.:%/-]+$/.test(identity))
    throw new Problem({
      code: 'auth-config-invalid',
      message: `The identity "${identity}" cannot be the name of an AWS config profile.`,
      hint: 'Name it with letters, digits and -_@+.:%/ only.',
    });
  return [
    '# Written by atmos-kit, and written again whenever it is needed. Nothing in it is secret.',
    `[profile ${identity}]`,
    `region = ${region}`,
    `credential_process = ${command.map(word).join(' ')}`,
    '',
  ].join('\n');
}

// botocore splits it like a shell without running one; the SDKs for JavaScript and Go hand it to sh.
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
