import { clusterName, eksTokenVerb, clusterRegion as region } from './eks-token-verb.ts';
import { format, identity, profile, projectChoice } from './shared-flags.ts';
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
      integration: { type: 'text', brief: 'What auth.integrations says of that name', value: 'NAME' },
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
  {
    path: ['aws', 'ecr', 'login'],
    brief: 'Let Docker pull and push images at ECR',
    details:
      "Asks for a password as an identity and gives it to Docker: to the credential helper that Docker's config names, else into that config (DOCKER_CONFIG, else ~/.docker). Whatever else stands in it stays. The password is never on a command line; it lasts for twelve hours.",
    words: [{ name: 'integration', brief: 'What auth.integrations says of that name', optional: true }],
    flags: {
      identity,
      'registry-id': {
        type: 'text',
        brief: "The account of the registry; the identity's unless named",
        value: 'ACCOUNT',
      },
      region: { type: 'text', brief: "The registry's region; the identity's unless named", value: 'REGION' },
      public: { type: 'switch', brief: 'The public registries of ECR instead (public.ecr.aws)' },
      logout: { type: 'switch', brief: 'Sign Docker out there again' },
      'dry-run': { type: 'switch', brief: 'Only say what would be done' },
      ...whichProject,
    },
    examples: [
      [
        'atmos-kit aws ecr login -i plat-dev/terraform',
        'Then: docker push 222222222202.dkr.ecr.us-east-1.amazonaws.com/web',
      ],
      [
        'atmos-kit aws ecr login -i plat-dev/terraform --public --dry-run',
        'What would be done for public.ecr.aws',
      ],
      ['atmos-kit aws ecr login -i plat-dev/terraform --logout', 'As if it had never been there'],
    ],
  },
  {
    path: ['set-cluster'],
    brief: "Let kubectl speak to the cluster of a stack, as the stack's identity",
    details:
      'Writes a kubeconfig of its own for each cluster and identity, and lets KUBECONFIG name it in this shell; off puts back what was there. The cluster is what settings.eks_cluster of a component says, else its output eks_cluster_id. Without a stack you choose one. It needs what `atmos-kit shell install` gives your shell; without that, the shell has to run what is printed with --shell.',
    words: [
      { name: 'stack', brief: 'Such as plat-ue1-dev; off to take it back', optional: true, names: 'stacks' },
    ],
    flags: {
      identity,
      name: { ...clusterName, brief: 'The name of the cluster, where the stack does not say it' },
      region: { ...region, brief: "The cluster's region; the stack's unless named" },
      component: {
        type: 'text',
        short: 'c',
        brief: 'Of several components that stand for a cluster',
        value: 'COMPONENT',
        names: 'components',
      },
      shell: {
        type: 'text',
        brief: 'Print what this shell has to run',
        value: 'zsh|bash|fish',
        choices: ['zsh', 'bash', 'fish'],
      },
      format: format('table', 'json'),
      'dry-run': { type: 'switch', brief: 'Only say what would be done' },
      profile,
    },
    examples: [
      ['atmos-kit set-cluster plat-ue1-dev --name acme-plat-ue1-dev-eks-cluster', 'Then: kubectl get pods'],
      [
        'eval "$(atmos-kit set-cluster plat-ue1-dev --name acme-plat-ue1-dev-eks-cluster --shell bash)"',
        'In any bash',
      ],
      ['atmos-kit set-cluster off', 'As it was before'],
    ],
  },
];
