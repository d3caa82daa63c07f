/** Kinds of what an emulator hands out and nobody else may see; a code verifier is the client's own. */
export type SecretKind =
  | 'access-token'
  | 'authorization-code'
  | 'client-secret'
  | 'code-verifier'
  | 'device-code'
  | 'id-token'
  | 'job-token'
  | 'refresh-token'
  | 'registry-password'
  | 'saml-response'
  | 'secret-access-key'
  | 'session-token'
  | 'signin-token';

/**
 * Is told of every secret at the moment at which it is handed out, in the process that the emulator runs in and never
 * over the network: for tests that look where secrets have got to.
 */
export type Issued = (kind: SecretKind, secret: string) => void;
