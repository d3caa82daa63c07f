import { mockKeys } from './mock-keys.ts';

/** The AWS config and credentials files of a mock identity, as text. The keys in them open nothing. */
export function mockFiles(
  identity: string,
  region: string,
): { readonly config: string; readonly credentials: string } {
  const name = identity.toLowerCase();
  const { accessKeyId, secretAccessKey, sessionToken } = mockKeys(name);
  return {
    config: `[profile ${name}]\nregion = ${region}\n`,
    credentials: [
      `[${name}]`,
      `aws_access_key_id = ${accessKeyId}`,
      `aws_secret_access_key = ${secretAccessKey}`,
      `aws_session_token = ${sessionToken}`,
      '',
    ].join('\n'),
  };
}
