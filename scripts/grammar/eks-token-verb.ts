import { identity, projectChoice } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

const { 'settings-list-merge-strategy': _, ...whichProject } = projectChoice;

export const clusterRegion: Flag = {
  type: 'text',
  brief: "The cluster's region; the identity's unless named",
  value: 'REGION',
};

export const clusterName: Flag = {
  type: 'text',
  brief: 'The name of the cluster, as EKS has it',
  value: 'NAME',
};

/** `aws eks token`. */
export const eksTokenVerb: Verb = {
  path: ['aws', 'eks', 'token'],
  brief: 'Print a token for a Kubernetes cluster of EKS, for kubectl',
  details:
    'What a kubeconfig has as its exec plugin. The token is signed here and kept, encrypted, until it ends. It never asks and opens no browser; exit code 2 means that nobody is signed in.',
  words: [],
  flags: {
    'cluster-name': clusterName,
    region: clusterRegion,
    identity: { ...identity, type: 'text', brief: 'As whom' },
    chain: { type: 'text', brief: 'A file that says how the keys are made, of ours', value: 'FILE' },
    ...whichProject,
  },
  examples: [
    [
      'atmos-kit aws eks token --cluster-name acme-plat-ue1-dev-eks-cluster --identity plat-dev/terraform',
      'One ExecCredential on stdout',
    ],
  ],
};
