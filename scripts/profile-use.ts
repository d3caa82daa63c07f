import { isProblem, withHint } from '../src/domain/problem.ts';
import { namedProfiles, tickedProfiles } from '../src/flows/named-profiles.ts';
import { changeProfile } from './profile-change.ts';
import type { RunVerb } from './verb-context.ts';

/** `profile use`: chooses profiles, for this shell and for new terminals. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const now = (ports.environment.get('ATMOS_PROFILE') ?? '').split(',').map((name) => name.trim());
  const names = call.words.length > 0 ? call.words : await tickedProfiles(ports, now);
  return changeProfile(context, await namedProfiles(ports, names).catch(withOwnHint));
};

/** A name that was mistyped here is put right here. */
function withOwnHint(error: unknown): never {
  if (!isProblem(error) || !error.hint?.startsWith(exporting)) throw error;
  throw withHint(error, `Type: atmos-kit profile use ${error.hint.slice(exporting.length)}`);
}

const exporting = 'Type: export ATMOS_PROFILE=';
