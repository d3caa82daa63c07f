import { Problem } from '../src/domain/problem.ts';
import { quoteForShell } from '../src/domain/shell-word.ts';
import { listed } from '../src/domain/suggestion.ts';
import { stacksWithClusters } from '../src/flows/cluster-of-stack.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { openProject } from '../src/flows/load-auth.ts';
import {
  clusterEnvironment,
  filesOf,
  findCluster,
  withoutCluster,
  writeClusterFile,
} from '../src/flows/set-cluster.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { json } from './speak/columns.ts';
import { environmentText } from './speak/environment.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `set-cluster`: a kubeconfig of its own for the cluster of a stack, and what makes this shell use it. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const shell = textFlag(call, 'shell');
  if (call.words[0] === 'off') return off(context, shell);
  const found = await findCluster(ports, {
    flags: projectFlags(call),
    stack: call.words[0] ?? (await chosenStack(context)),
    component: textFlag(call, 'component'),
    identity: textFlag(call, 'identity'),
    name: textFlag(call, 'name'),
    region: textFlag(call, 'region'),
  });
  const { stack, name, region, component, identity } = found;
  const said = `${stack}: the cluster ${name} in ${region}, as ${identity.name}.`;
  if (isOn(call, 'dry-run')) {
    ports.terminal.say(`${said}\nWould write ${filesOf(ports, found).kubeconfig}.`);
    return 0;
  }
  const { kubeconfig, context: kubeContext } = await writeClusterFile(ports, found);
  const data = {
    stack,
    component,
    cluster: name,
    region,
    identity: identity.name,
    context: kubeContext,
    kubeconfig,
  };
  ports.terminal.say(said);
  if (shell !== undefined) {
    print(environmentText(clusterEnvironment(ports, found, kubeconfig), shell));
    return 0;
  }
  print(textFlag(call, 'format') === 'json' ? json(data) : `${kubeconfig}\n`);
  if (textFlag(call, 'format') !== 'json')
    ports.terminal.say(
      `kubectl --kubeconfig ${quoteForShell(kubeconfig)} … speaks to it. For this shell, in bash or zsh: eval "$(atmos-kit set-cluster ${quoteForShell(stack)} --shell bash)"`,
    );
  return 0;
};

function off({ call, ports, print }: VerbContext, shell: string | undefined): number {
  const change = withoutCluster(ports);
  if (change === undefined) {
    ports.terminal.say('No cluster is set in this shell.');
    return 0;
  }
  if (shell === undefined)
    throw new Problem({
      code: 'usage',
      message: 'Only the shell itself can take its KUBECONFIG back.',
      hint: 'In bash or zsh: eval "$(atmos-kit set-cluster off --shell bash)"; in fish: atmos-kit set-cluster off --shell fish | source',
    });
  if (isOn(call, 'dry-run')) ports.terminal.say('Would put KUBECONFIG back to what it was.');
  else {
    print(environmentText(change, shell));
    ports.terminal.say('No cluster is set in this shell any more.');
  }
  return 0;
}

async function chosenStack({ call, ports }: VerbContext): Promise<string> {
  const { project } = await openProject(ports, projectFlags(call));
  const names = await evaluated(ports, (world) => stacksWithClusters(world, project));
  if (names.length === 0)
    throw new Problem({
      code: 'cluster-not-found',
      message: 'No stack of this project has a component that makes a Kubernetes cluster.',
      hint: 'Name the stack and the component: atmos-kit set-cluster STACK --component NAME',
    });
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'usage',
      message: 'Which cluster? Nobody can be asked without a terminal.',
      hint: `Name its stack: ${listed(names, 40)}.`,
    });
  return ports.terminal.pick(
    'Which cluster?',
    names.map((value) => ({ value })),
  );
}
