import type { AuthSection } from '../domain/auth.ts';
import type { Chain } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { Project } from '../domain/project.ts';
import { chainOf } from '../identity/chain.ts';
import { pickIdentity } from '../identity/pick-identity.ts';
import { readAuth } from '../identity/read-auth.ts';
import type { Ports } from '../ports.ts';
import { type Chosen, settleChoice } from './choose-identity.ts';
import { runCredentials } from './run-credentials.ts';

/** Who steps run as, each name settled once. */
export class StepIdentities {
  readonly #ports: Ports;
  readonly #project: Project;
  readonly #auth: AuthSection;
  readonly #settled = new Map<string, { readonly chosen: Chosen; readonly chain?: Chain }>();

  constructor(ports: Ports, project: Project) {
    this.#ports = ports;
    this.#project = project;
    this.#auth = readAuth(project.auth, project.realm);
  }

  /**
   * Settles a name, asking the person for the empty one, so that nothing runs before it is known that all names mean
   * somebody. Throws Problem `identity-not-found`, `identity-not-chosen` and what a broken chain throws.
   */
  async settle(name: string): Promise<void> {
    if (this.#settled.has(name)) return;
    const choice = pickIdentity({ auth: this.#auth, flag: name, defaults: [] });
    const chosen = await settleChoice(this.#ports, this.#auth, choice);
    const chain = chosen.identity && chainOf(this.#auth, chosen.identity);
    this.#settled.set(name, { chosen, ...(chain && { chain }) });
  }

  /** The change that makes a step run as a settled name. No name changes nothing: steps have no default identity. */
  async change(name: string | undefined, type: 'atmos' | 'shell'): Promise<EnvironmentChange> {
    const settled = name === undefined ? undefined : this.#settled.get(name);
    if (settled === undefined) return {};
    const credentials = await runCredentials(
      this.#ports,
      { project: this.#project, auth: this.#auth, ...settled },
      [],
    );
    // This program chooses for itself, and would choose the stack's own.
    const told = { ATMOS_IDENTITY: settled.chosen.identity?.name ?? 'false' };
    return type === 'atmos' ? { ...credentials, ...told } : credentials;
  }
}
