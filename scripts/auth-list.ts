import { lookAtAuth } from '../src/flows/auth-answer.ts';
import { loadAuth } from '../src/flows/load-auth.ts';
import { authQuestion } from '../src/flows/questions.ts';
import { answerAndRemember } from '../src/flows/remember.ts';
import { textFlag } from './grammar/verb.ts';
import { authListText } from './speak/auth-list.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `auth list`: every provider and identity, and what is at rest for it. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const flags = projectFlags(call);
  const folder = ports.here.folder;
  const answer = answerAndRemember(ports, authQuestion(folder, flags), (world) =>
    lookAtAuth(world, folder, flags),
  );
  const { auth } = loadAuth(ports, folder, flags);
  const labels = new Map(
    ports
      .keyring(auth.keyring)
      .labels()
      .map(({ key, label }) => [key, label]),
  );
  const format = (textFlag(call, 'format') ?? 'table') as 'table' | 'json' | 'csv';
  print(authListText(answer, labels, ports.clock.now(), format));
  return 0;
};
