import type { AuthSection, Identity } from '../src/domain/auth.ts';
import { Problem } from '../src/domain/problem.ts';
import { type AuthAnswer, answerAboutAuth } from '../src/flows/auth-answer.ts';
import { settleChoice } from '../src/flows/choose-identity.ts';
import { currentSignIn } from '../src/flows/current-sign-in.ts';
import { signInLabel } from '../src/flows/session-shape.ts';
import { tellingReach } from '../src/flows/telling-reach.ts';
import { whoAmI } from '../src/flows/who-am-i.ts';
import { chainOf } from '../src/identity/chain.ts';
import { hasSignIn, signInTarget } from '../src/identity/chain-root.ts';
import { pickIdentity } from '../src/identity/pick-identity.ts';
import { treeOf } from '../src/yaml/plain-value.ts';
import { textFlag } from './grammar/verb.ts';
import { json } from './speak/columns.ts';
import { type DataFormat, dataText } from './speak/data.ts';
import {
  askedFor,
  identityWhoamiData,
  identityWhoamiText,
  signInWhoamiData,
  signInWhoamiText,
} from './speak/whoami.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `auth whoami`: who an identity is, or without one, who is signed in. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const format = (textFlag(call, 'output') ?? textFlag(call, 'format') ?? 'table') as 'table' | DataFormat;
  const show = (text: string, data: object) =>
    print(format === 'table' ? text : format === 'json' ? json(data) : yaml(data));
  const { answer, auth } = await answerAboutAuth(ports, projectFlags(call));
  const { identity, because } = await chosen(context, auth, answer);
  const now = ports.clock.now();
  if (identity === undefined) {
    const found = await signedIn(context, auth, answer);
    show(signInWhoamiText(answer, found, now), signInWhoamiData(answer, found));
    return 0;
  }
  const chain = chainOf(auth, identity);
  const label = await tellingReach(auth, chain, () => whoAmI(ports, ports.keyring(auth.keyring), chain));
  const described = answer.identities.find(({ name }) => name === identity.name);
  if (described === undefined) return 0;
  const known = { answer, identity: described, label, because };
  show(identityWhoamiText(known, now), identityWhoamiData(known, now));
  return 0;
};

// Through JSON, which leaves out what is not known.
const yaml = (data: object): string =>
  dataText(treeOf(JSON.parse(JSON.stringify(data)), { file: '' }), 'yaml');

async function chosen(
  { call, ports }: VerbContext,
  auth: AuthSection,
  answer: AuthAnswer,
): Promise<{ readonly identity: Identity | undefined; readonly because: string | undefined }> {
  const { name, because } = askedFor(
    answer,
    textFlag(call, 'identity'),
    ports.environment.get('ATMOS_IDENTITY'),
  );
  if (name === undefined) return { identity: undefined, because };
  const { identity, why } = await settleChoice(ports, auth, pickIdentity({ auth, flag: name, defaults: [] }));
  return { identity, because: why.source === 'asked' ? why.text : because };
}

async function signedIn({ ports }: VerbContext, auth: AuthSection, answer: AuthAnswer) {
  const keyring = ports.keyring(auth.keyring);
  const found = [];
  for (const provider of answer.providers) {
    const configured = auth.providers.get(provider.name.toLowerCase());
    if (configured === undefined || !hasSignIn(configured)) continue;
    // Of several providers a faulty one is passed over; where it is the only one, its fault is the answer.
    if (configured.fault !== undefined && answer.providers.length > 1) continue;
    const target = signInTarget(configured);
    const signIn = await currentSignIn(ports, keyring, target);
    if (signIn !== undefined) found.push({ provider, label: signInLabel(target, signIn) });
  }
  if (found.length > 0) return found;
  const [first] = answer.providers.filter(({ kind }) => hasSignIn({ kind }));
  throw new Problem({
    code: 'login-required',
    message:
      first === undefined
        ? 'This project defines no provider to sign in at.'
        : `You are not signed in at ${first.name}.`,
    hint:
      first === undefined
        ? 'Choose a profile, such as ATMOS_PROFILE=developers.'
        : `atmos-kit auth login --provider ${first.name}`,
  });
}
