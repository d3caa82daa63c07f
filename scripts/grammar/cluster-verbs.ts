import { clusterName, eksTokenVerb, clusterRegion as region } from './eks-token-verb.ts';
import { identity, projectChoice } from './shared-flags.ts';
import type { Verb } from './verb.ts';

const { 'settings-list-merge-strategy': _, ...whichProject } = projectChoice;

/** Verbs for Kubernetes clusters and registries of container images. */
export const clusterVerbs: readonly Verb[] = [
  eksTokenVerb,
  {
    path: ['aws', 'eks', 'update-kubeconfig'],
    brief: 'Put a Kubernetes cluster of EKS into your kubeconfig',
    details:
      'Its tokens come from atmos-kit aws eks token as the same identity, in every folder. Other entries and comments stay; only you may read the file afterwards. The file is --kubeconfig, the first of KUBECONFIG, or ~/.kube/config. Without a name you choose one of the clusters.',
    words: [],
    flags: {
      'cluster-name': clusterName,
      name: { ...clusterName, brief: 'The same, as Atmos calls it' },
      region,
      identity,
      kubeconfig: { type: 'text', brief: 'Another file', value: 'FILE' },
      alias: { type: 'text', brief: 'The name of the context; the ARN unless named', value: 'NAME' },
      'on-conflict': {
        type: 'text',
        brief: 'What becomes of entries of the same names: completed, put in place of, or a Problem',
        value: 'merge|replace|error',
        choices: ['merge', 'replace', 'error'],
      },
      remove: { type: 'switch', brief: 'Take our entries of the cluster out again' },
      'dry-run': { type: 'switch', brief: 'Print the change, and make none' },
      ...whichProject,
    },
    examples: [
      [
        'atmos-kit aws eks update-kubeconfig --cluster-name acme-plat-ue1-dev-eks-cluster -i plat-dev/terraform --alias dev',
        'Then: kubectl --context dev …',
      ],
      [
        'atmos-kit aws eks update-kubeconfig --cluster-name acme-plat-ue1-dev-eks-cluster --remove',
        'As if it had never been there',
      ],
    ],
  },
];
