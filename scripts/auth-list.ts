import { answerAboutAuth } from '../src/flows/auth-answer.ts';
import { listFilter } from './auth-list-filter.ts';
import { textFlag } from './grammar/verb.ts';
import { type AuthListFormat, authListText } from './speak/auth-list.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `auth list`: every provider and identity, and what is at rest for it. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const { answer, auth } = await answerAboutAuth(ports, projectFlags(call));
  const filter = listFilter(call, answer);
  const labels = new Map(
    ports
      .keyring(auth.keyring)
      .labels()
      .map(({ key, label }) => [key, label]),
  );
  const format = (textFlag(call, 'format') ?? 'table') as AuthListFormat;
  print(authListText(answer, labels, ports.clock.now(), format, filter));
  return 0;
};
