import type { AuthSection, Identity } from '../src/domain/auth.ts';
import { Problem } from '../src/domain/problem.ts';
import { openConfiguredProject } from '../src/flows/load-auth.ts';
import { askForUserKeys, removeUserKeys, storeUserKeys, userChain, usersOf } from '../src/flows/user-keys.ts';
import { findIdentity } from '../src/identity/find-identity.ts';
import { isOn } from './grammar/verb.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `auth user configure`: puts the long-lived keys of a user into the keyring, or takes them out of it. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const { auth } = await openConfiguredProject(ports, projectFlags(call));
  const identity = await chosenUser(context, auth);
  const chain = userChain(auth, identity);
  const keyring = ports.keyring(auth.keyring);
  const { backend, why } = keyring.describe();
  const place = `the ${backend} keyring (${why})`;
  const dry = isOn(call, 'dry-run');
  if (isOn(call, 'remove')) {
    const was = dry || (await removeUserKeys(keyring, chain));
    ports.terminal.say(
      dry
        ? `Would remove the keys of ${identity.name} from ${place}.`
        : was
          ? `The keys of ${identity.name} and the sessions made with them were removed from here. AWS still knows them.`
          : `No keys of ${identity.name} are here.`,
    );
    return 0;
  }
  if (dry) {
    ports.terminal.say(`Would ask for the keys of ${identity.name}, and put them into ${place}.`);
    return 0;
  }
  await storeUserKeys(ports, keyring, chain, await askForUserKeys(ports, identity.name));
  ports.terminal.say(
    `The keys of ${identity.name} are in ${place}.\nTry them: atmos-kit auth login --identity ${identity.name}`,
  );
  return 0;
};

async function chosenUser({ call, ports }: VerbContext, auth: AuthSection): Promise<Identity> {
  const [name] = call.words;
  if (name !== undefined) return findIdentity(auth, name);
  const users = usersOf(auth);
  if (users.length === 0)
    throw new Problem({
      code: 'identity-not-found',
      message: 'No identity of this project is of kind aws/user.',
      hint: 'Define one under auth.identities, or choose a profile that does.',
    });
  const names = users.map((one) => one.name);
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'identity-not-chosen',
      message: 'Whose keys is not said, and nobody can be asked without a terminal.',
      hint: `Name one of ${names.join(', ')}.`,
    });
  return findIdentity(
    auth,
    await ports.terminal.pick(
      'Whose keys?',
      names.map((value) => ({ value })),
    ),
  );
}
