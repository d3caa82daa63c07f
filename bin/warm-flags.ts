import { type Call, textsFlag } from '../scripts/grammar/verb.ts';

/** The flags of a warm verb that choose a project's configuration. */
export function projectFlags(call: Call): { profiles?: readonly string[] } {
  const profiles = textsFlag(call, 'profile');
  return profiles === undefined ? {} : { profiles };
}
