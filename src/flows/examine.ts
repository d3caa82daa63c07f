import type { Finding } from '../domain/finding.ts';
import type { Shell } from '../domain/shell.ts';
import type { Ports } from '../ports.ts';
import { examineConfiguration } from './examine-configuration.ts';
import { examineKeyring } from './examine-keyring.ts';
import { examineLeftovers } from './examine-leftovers.ts';
import { examinePortals } from './examine-portals.ts';
import { examineShells } from './examine-shells.ts';
import { examineTools } from './examine-tools.ts';
import { examineVariables } from './examine-variables.ts';
import type { ProjectFlags } from './load-auth.ts';
import type { ShellTexts } from './shell-survey.ts';

export interface ExamineOptions extends ProjectFlags {
  /** Also removes what can be removed without asking: dead claims, drafts, sessions that have ended. */
  readonly fix: boolean;
  /** What an installation of this build writes for a shell. */
  readonly shellTexts: (shell: Shell) => ShellTexts;
}

/**
 * Looks at everything that atmos-kit rests on, one after the other, and returns what it found in that order. Nothing
 * is thrown but bugs: what is wrong is a finding. Every question to a program or a server has a deadline.
 */
export async function examine(
  ports: Ports,
  { fix, shellTexts, ...flags }: ExamineOptions,
): Promise<readonly Finding[]> {
  const line = ports.terminal.progress('Looking at the configuration');
  try {
    const { findings, ...examined } = await examineConfiguration(ports, flags);
    line.update('Asking programs for their versions');
    const tools = await examineTools(ports, examined);
    line.update('Trying the keyring');
    const keyring = await examineKeyring(ports, examined);
    line.update('Asking the portal');
    const portals = await examinePortals(ports, examined);
    line.update('Looking for leftovers');
    const rest = [
      ...examineVariables(ports, examined),
      ...(await examineShells(ports, shellTexts)),
      ...(await examineLeftovers(ports, examined, fix)),
    ];
    return [...tools, ...findings, ...keyring, ...portals, ...rest];
  } finally {
    line.end();
  }
}
