import type { RoleKeys } from '../domain/session.ts';

/**
 * The name of an identity's profile in AWS's files: its own, with a dash for each character that the SDKs do not read
 * there. Source of the characters: the SDK for JavaScript, which takes the fewest.
 */
export function awsProfileName(identity: string): string {
  return identity.replace(/[^\w@+.%:/-]/gu, '-');
}

/** A profile that asks a command for its keys. */
export interface ProcessProfile {
  readonly identity: string;
  readonly region: string;
  /** An argv; every SDK splits or runs it as a POSIX shell would. */
  readonly command: readonly string[];
}

/**
 * The text of an AWS config file whose profiles ask commands for their keys.
 * Source of the format: AWS's documentation of `credential_process`.
 */
export function processConfigText(profiles: readonly ProcessProfile[]): string {
  return [
    '# Written by atmos-kit, and written again whenever it is needed. Nothing in it is secret.',
    ...profiles.flatMap(({ identity, region, command }) => [
      `[profile ${awsProfileName(identity)}]`,
      `region = ${region}`,
      `credential_process = ${processCommand(command)}`,
    ]),
    '',
  ].join('\n');
}

/** An argv as the value of `credential_process`. */
export function processCommand(command: readonly string[]): string {
  return command.map(word).join(' ');
}

/** The text of an AWS config file with a profile whose keys stand in the credentials file. */
export function regionConfigText(profile: string, region: string): string {
  return `[profile ${profile}]\nregion = ${region}\n`;
}

/**
 * The text of an AWS credentials file that holds keys. Secret. The comment is Atmos's: it and what else reads its
 * files see in it when the keys end.
 */
export function credentialsText(profile: string, keys: RoleKeys): string {
  const end = keys.expiresAt.toISOString().replace(/\.\d+Z$/, 'Z');
  return [
    `; atmos: expiration=${end}`,
    `[${profile}]`,
    `aws_access_key_id     = ${keys.accessKeyId}`,
    `aws_secret_access_key = ${keys.secretAccessKey}`,
    ...(keys.sessionToken === undefined ? [] : [`aws_session_token     = ${keys.sessionToken}`]),
    '',
  ].join('\n');
}

// botocore splits it like a shell without running one; the SDKs for JavaScript and Go hand it to sh.
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
