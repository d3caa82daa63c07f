import { changeProfile } from './profile-change.ts';
import type { RunVerb } from './verb-context.ts';

/** `profile unset`: chooses no profile, in this shell and in new terminals. */
export const run: RunVerb = (context) => changeProfile(context, undefined);
