import { dirname, join } from 'node:path';
import type { Chain } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { Handover } from '../identity/child-environment.ts';
import type { Ports } from '../ports.ts';
import type { Observer } from './observe.ts';
import { keepAnswer } from './remember.ts';

/** Who a command outside of any stack runs as, and how: all that a warm `auth exec` needs. Nothing secret. */
export interface RunAsAnswer {
  readonly identity: string;
  readonly chain: Chain;
  /** The key under which the chain's keys rest. */
  readonly key: string;
  /** The files that are handed over; missing where it is the keys themselves. */
  readonly handover?: Handover & { readonly mode: 'process' };
  /** `env` of atmos.yaml. */
  readonly env: Readonly<Record<string, string>>;
  /** A program of this machine that sets signals back which Node ignores, and then becomes another program. */
  readonly launcher?: string;
}

/**
 * Keeps an answer for as long as everything that was observed looks the same, and the files of `change`, which were
 * handed over, and the launcher do.
 */
export async function rememberRunAs(
  ports: Pick<Ports, 'files' | 'writer' | 'clock' | 'here' | 'children'>,
  question: string,
  observer: Observer,
  answer: Omit<RunAsAnswer, 'handover' | 'launcher'>,
  change: EnvironmentChange,
): Promise<void> {
  const { AWS_CONFIG_FILE: configFile, AWS_SHARED_CREDENTIALS_FILE: credentialsFile } = change;
  const handover =
    configFile && credentialsFile && ({ mode: 'process', configFile, credentialsFile } as const);
  if (handover)
    for (const path of [configFile, credentialsFile, join(dirname(configFile), 'chain.json')])
      observer.files.stat(path);
  const launcher = await findLauncher(ports);
  if (launcher !== undefined) observer.files.stat(launcher);
  keepAnswer(ports, question, observer, {
    ...answer,
    ...(handover && { handover }),
    ...(launcher !== undefined && { launcher }),
  } satisfies RunAsAnswer);
}

/** GNU's env, from version 8.31 on, which is seen by letting it start something. */
async function findLauncher({ children }: Pick<Ports, 'children'>): Promise<string | undefined> {
  const file = children.find('env');
  if (file === undefined) return undefined;
  const args = ['--default-signal=PIPE,XFSZ', file];
  const { exitCode } = await children.run({ file, args, cwd: '/', change: {} }, { quiet: true });
  return exitCode === 0 ? file : undefined;
}
