import { format, identity, profile } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

const dryRun: Flag = { type: 'switch', brief: 'Print what would run, and do nothing' };
const serve: Flag = {
  type: 'switch',
  brief: "Serve an identity's keys to the shell in the container (Linux: shares the host's network)",
};

/** Cloud Posse's Geodesic: the project's tools in a container. */
export const geodesicVerbs: readonly Verb[] = [
  {
    path: ['geodesic', 'up'],
    brief: "Build the project's Geodesic, install its wrapper and open a shell",
    details:
      'What `make all` does. Docker builds the image of kit.geodesic (else geodesic/Dockerfile, NAME/infrastructure:latest), the image installs the wrapper NAME, folders that a container mounts are made, and it is started.',
    words: [],
    flags: {
      'no-run': { type: 'switch', brief: 'Build and install only' },
      pull: { type: 'switch', brief: 'Look for a newer base image' },
      identity,
      serve,
      'dry-run': dryRun,
      profile,
    },
    examples: [['atmos-kit geodesic up', 'The first time, and after a change of its Dockerfile']],
  },
  {
    path: ['geodesic', 'run'],
    brief: "Open a shell in the project's Geodesic",
    details:
      'What `make run` does. ATMOS_PROFILE and ATMOS_IDENTITY follow you in. Sign in on the host: the container sees the sign-in with kit.share: [atmos], and with --serve it gets keys that renew themselves.',
    words: [],
    flags: { identity, serve, 'dry-run': dryRun, profile },
    examples: [
      ['atmos-kit geodesic run', 'Every day'],
      ['atmos-kit geodesic run --serve --identity plat-dev/ReadOnlyAccess', 'With keys of that identity'],
    ],
  },
  {
    path: ['geodesic', 'status'],
    brief: 'Say what there is of Geodesic: docker, image, wrapper, container',
    words: [],
    flags: { format: format('table', 'json', 'yaml'), profile },
    examples: [['atmos-kit geodesic status', '']],
  },
  {
    path: ['geodesic', 'doctor'],
    brief: 'Say what keeps Geodesic from starting, and what to type',
    details: 'Exit code 0 where nothing does, 1 where something does; with --strict warnings count as well.',
    words: [],
    flags: {
      format: format('table', 'json', 'yaml'),
      strict: { type: 'switch', brief: 'Exit with 1 for warnings too' },
      profile,
    },
    examples: [['atmos-kit geodesic doctor', 'What is wrong, and what to type']],
  },
];
