import { answerAboutAuth } from '../src/flows/auth-answer.ts';
import { changesNothing, type FileChange, makeFileChange } from '../src/flows/file-change.ts';
import { openConfiguredProject } from '../src/flows/load-auth.ts';
import { awsConfigWith, awsConfigWithout } from '../src/flows/set-up-aws-config.ts';
import { isOn, textFlag, textsFlag } from './grammar/verb.ts';
import { endsInsteadOf } from './settled-changes.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `auth setup-aws-config`: AWS config profiles for identities, in a block of ours in the person's own file. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const { project } = await openConfiguredProject(ports, projectFlags(call));
  const configFolder = project.configFolder as string;
  if (isOn(call, 'uninstall')) {
    const change = awsConfigWithout(ports, configFolder);
    return settle(
      context,
      change,
      `No profiles of this project are in ${change.path}.`,
      'Profiles removed from',
    );
  }
  const { answer } = await answerAboutAuth(ports, projectFlags(call));
  const identities = textsFlag(call, 'identities');
  const { change, names, taken } = awsConfigWith(ports, answer, {
    configFolder,
    ...(identities && { identities }),
    prefix: textFlag(call, 'prefix') ?? '',
  });
  for (const name of taken)
    ports.terminal.say(`The profile ${name} is there already, outside of our block: it is left alone.`);
  const count = names.length === 1 ? 'One profile' : `${names.length} profiles`;
  return settle(
    context,
    change,
    `${count} of this project: ${change.path} is up to date.`,
    `${count} written to`,
  );
};

async function settle(
  context: VerbContext,
  change: FileChange,
  nothing: string,
  done: string,
): Promise<number> {
  const { ports } = context;
  if (changesNothing(change)) {
    ports.terminal.say(nothing);
    return 0;
  }
  const ended = await endsInsteadOf(context, [change]);
  if (ended !== undefined) return ended;
  makeFileChange(ports, change);
  ports.terminal.say(`${done} ${change.path}.`);
  return 0;
}
