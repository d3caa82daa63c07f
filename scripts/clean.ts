import { textFlag } from './grammar/verb.ts';
import { removeAsked, rubbishOf } from './terraform-clean.ts';
import type { RunVerb } from './verb-context.ts';

/** `clean`: what runs have left in the folders of all components, and what this program remembers to be quick. */
export const run: RunVerb = async (context) => {
  const { files, here } = context.ports;
  const { rubbish, runs } = await rubbishOf(context, undefined);
  // What was worked out before can be worked out again.
  const all = textFlag(context.call, 'stack') === undefined;
  const caches = all && files.stat(here.answers) !== undefined ? [here.answers] : [];
  return removeAsked(context, rubbish, runs, caches);
};
