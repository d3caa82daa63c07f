import type { CredentialMode } from '../src/domain/credential-mode.ts';
import type { EnvironmentRequest } from '../src/flows/questions.ts';
import { type Call, textFlag, textsFlag } from './grammar/verb.ts';

/** Whose environment a call asks for. */
export function environmentRequest(call: Call): EnvironmentRequest {
  const [identity, credentials] = [textFlag(call, 'identity'), textFlag(call, 'credentials')];
  const profiles = textsFlag(call, 'profile');
  return {
    ...(identity !== undefined && { identity }),
    ...(credentials !== undefined && { credentials: credentials as CredentialMode }),
    ...(profiles !== undefined && { profiles }),
  };
}
