import { createHash, timingSafeEqual } from 'node:crypto';
import type { Account, IamRole, IamUser, PermissionSet, Person, Seed } from '../seed/seed.ts';

/** Answers who there is, and who may have what, from a seed. */
export class Directory {
  readonly #seed: Seed;

  constructor(seed: Seed) {
    this.#seed = seed;
  }

  findPerson(user: string): Person | undefined {
    return this.#seed.people.find((person) => person.user === user);
  }

  /** The person when both are right; undefined says nothing about which one was wrong. */
  checkPassword(user: string, password: string): Person | undefined {
    const name = user.trim().toLowerCase();
    const person = this.#seed.people.find(
      (one) => one.user.toLowerCase() === name || one.email.toLowerCase() === name,
    );
    const same = timingSafeEqual(digest(password), digest(person?.password ?? ''));
    return person !== undefined && same ? person : undefined;
  }

  findAccount(id: string): Account | undefined {
    return this.#seed.accounts.find((account) => account.id === id);
  }

  findPermissionSet(name: string): PermissionSet | undefined {
    return this.#seed.permissionSets.find((set) => set.name === name);
  }

  findRole(arn: string): IamRole | undefined {
    return this.#seed.roles.find((role) => role.arn === arn);
  }

  findUser(account: string, name: string): IamUser | undefined {
    return this.#seed.users.find((user) => user.account === account && user.name === name);
  }

  /** The IAM user who has an access key. */
  findAccessKey(id: string): IamUser | undefined {
    return this.#seed.users.find((user) => user.accessKeyId === id);
  }

  /** The accounts in which a person has at least one permission set, in the seed's order. */
  accountsOf(person: Person): readonly Account[] {
    return this.#seed.accounts.filter((account) => this.permissionSetsOf(person, account.id).length > 0);
  }

  /** The permission sets that a person has in an account, through groups or directly, in the seed's order. */
  permissionSetsOf(person: Person, account: string): readonly PermissionSet[] {
    const names = new Set(
      this.#seed.assignments
        .filter(({ to }) => ('user' in to ? to.user === person.user : person.groups.includes(to.group)))
        .filter(({ accounts }) => accounts.includes(account))
        .flatMap(({ permissionSets }) => permissionSets),
    );
    return this.#seed.permissionSets.filter(({ name }) => names.has(name));
  }

  /** True for a start or issuer URL that a client may name; `own` is the emulator's own start URL. */
  acceptsStartUrl(url: string, own: string): boolean {
    return [own, ...this.#seed.startUrls].some((known) => bare(known) === bare(url));
  }
}

// Clients write the same portal as .../start, .../start/ and .../start#/.
function bare(url: string): string {
  return url.replace(/#.*$/, '').replace(/\/+$/, '');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
