import { Problem } from '../domain/problem.ts';
import type { TerraformSettings } from '../domain/project.ts';
import { takesNextWord } from './flags.ts';
import { type OwnFlag, ownFlag } from './own-flags.ts';

/** What a person typed after `terraform`, taken apart. */
export interface TerraformArguments {
  /** `['plan']`, `['state', 'list']`; empty where nothing was typed. */
  readonly subcommand: readonly string[];
  readonly component?: string;
  readonly stack?: string;
  readonly identity?: string;
  /** `--identity` without a name: the person wants to pick. */
  readonly askIdentity: boolean;
  readonly profiles: readonly string[];
  readonly dryRun: boolean;
  readonly format?: string;
  readonly skipInit: boolean;
  readonly planFile?: string;
  readonly fromPlan: boolean;
  /** `-auto-approve` was given; it also stays in `extra`, in its place. */
  readonly autoApprove: boolean;
  readonly help: boolean;
  readonly settings: Partial<TerraformSettings>;
  /** `--driver`. */
  readonly driver?: string;
  readonly many: ManyArguments;
  readonly evaluation: EvaluationArguments;
  /** What belongs to Terraform, in order, without the `--`. */
  readonly extra: readonly string[];
}

/** How values are worked out. */
export interface EvaluationArguments {
  readonly processTemplates: boolean;
  readonly processFunctions: boolean;
  /** Functions that stay text. */
  readonly skip: readonly string[];
}

/** Flags that choose several components, and how these are run. */
export interface ManyArguments {
  readonly all: boolean;
  readonly affected: boolean;
  readonly query?: string;
  /** `--ref` or `--sha`: what --affected compares with. */
  readonly ref?: string;
  /** `--repo-path`: another copy of the repository instead. */
  readonly repoPath?: string;
  readonly components: readonly string[];
  readonly includeDependencies: boolean;
  readonly includeDependents: boolean;
  /** As typed. */
  readonly failureMode?: string;
  readonly maxConcurrency?: string;
}

// A map, because the words are a person's: an object would also know `constructor`.
const pairs: ReadonlyMap<string, readonly string[]> = new Map([
  ['generate', ['backend', 'backends', 'files', 'planfile', 'required-providers', 'varfile', 'varfiles']],
  ['providers', ['lock', 'mirror', 'schema']],
  ['state', ['identities', 'list', 'mv', 'pull', 'push', 'replace-provider', 'rm', 'show']],
  ['workspace', ['delete', 'list', 'new', 'select', 'show']],
  ['write', ['varfile']],
]);

/**
 * Separates our flags from Terraform's and finds sub-command and component: the first free words, wherever the
 * flags stand. Ours begin with `--` (and `-s`, `-i`, `-h`), Terraform's with one `-`; after `--` everything is
 * Terraform's. Problem `usage` for a flag of ours without its value, `construct-not-supported` for a flag of
 * Atmos that we do not have.
 */
export function splitTerraformArguments(argv: readonly string[]): TerraformArguments {
  const found = new Found();
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    const next = argv[index + 1];
    if (argument === '--') {
      found.extra.push(...argv.slice(index + 1));
      break;
    }
    const own = ownFlag(argument);
    if (own !== undefined) {
      if (found.own(own, next)) index += 1;
    } else if (argument.length > 1 && argument.startsWith('-')) {
      found.extra.push(argument);
      if (takesNextWord(argument) && next !== undefined) {
        found.extra.push(next);
        index += 1;
      }
    } else {
      found.word(argument);
    }
  }
  return found.arguments();
}

/** What has been found so far. */
class Found {
  readonly extra: string[] = [];
  private readonly subcommand: string[] = [];
  private component: string | undefined;
  private readonly values = new Map<string, string>();
  private readonly switches = new Map<string, boolean>();
  private readonly lists = new Map<string, string[]>();
  private readonly settings: { -readonly [Key in keyof TerraformSettings]?: TerraformSettings[Key] } = {};
  /** The free word that `--from-plan` took for its file, which may turn out to be the component. */
  private planWord: string | undefined;

  /** Takes a flag of ours; true when the next word was its value. */
  own({ flag, name, value }: OwnFlag, next: string | undefined): boolean {
    const word = next === undefined || next.startsWith('-') ? undefined : next;
    switch (flag.takes) {
      case 'nothing':
        this.switches.set(name, truth(name, value));
        return false;
      case 'setting':
        Object.assign(this.settings, { [flag.setting]: truth(name, value) });
        return false;
      case 'maybe-value':
        this.switches.set(name, true);
        if (value) this.values.set(name, value);
        else if (value === undefined && word !== undefined) {
          this.values.set(name, word);
          if (name === '--from-plan') this.planWord = word;
          return true;
        } else this.values.delete(name);
        return false;
      case 'value':
      case 'values': {
        const given = value ?? word;
        if (!given) {
          throw new Problem({
            code: 'usage',
            message: `${name} needs ${flag.what}.`,
            hint: `Write ${name}=<${flag.what.replace(/^an? /, '')}>.`,
          });
        }
        if (flag.takes === 'value') this.values.set(name, given);
        else
          this.lists.set(name, [
            ...this.list(name),
            ...given.split(',').flatMap((part) => part.trim() || []),
          ]);
        return value === undefined;
      }
    }
  }

  /** Takes a free word: sub-command, its second word, component, then Terraform's. */
  word(word: string): void {
    if (this.subcommand.length === 0) {
      const [first = '', second = '', ...more] = word.split(' ');
      // `'state list'` in quotes is how one types two words into a Makefile variable.
      if (more.length === 0 && pairs.get(first)?.includes(second)) this.subcommand.push(first, second);
      else this.subcommand.push(word);
    } else if (this.component !== undefined) this.extra.push(word);
    else if (this.subcommand.length === 1 && pairs.get(this.subcommand[0] ?? '')?.includes(word)) {
      this.subcommand.push(word);
    } else this.component = word;
  }

  arguments(): TerraformArguments {
    const planWordIsComponent = this.component === undefined && this.planWord !== undefined;
    const component = planWordIsComponent ? this.planWord : this.component;
    const planFile =
      this.values.get('--planfile') ?? (planWordIsComponent ? undefined : this.values.get('--from-plan'));
    const identity = this.values.get('--identity');
    const stack = this.values.get('--stack');
    const format = this.values.get('--format');
    const driver = this.values.get('--driver');
    const on = (name: string) => this.switches.get(name) ?? false;
    return {
      subcommand: this.subcommand,
      ...(component === undefined ? {} : { component }),
      ...(stack === undefined ? {} : { stack }),
      ...(identity === undefined ? {} : { identity }),
      askIdentity: on('--identity') && identity === undefined,
      profiles: this.list('--profile'),
      dryRun: on('--dry-run'),
      ...(format === undefined ? {} : { format }),
      skipInit: on('--skip-init'),
      ...(planFile === undefined ? {} : { planFile }),
      fromPlan: on('--from-plan'),
      autoApprove: this.extra.some((argument) => /^--?auto-approve(=true)?$/.test(argument)),
      help: on('--help'),
      settings: this.settings,
      ...(driver === undefined ? {} : { driver }),
      many: this.many(on),
      evaluation: {
        processTemplates: this.switches.get('--process-templates') ?? true,
        processFunctions: this.switches.get('--process-functions') ?? true,
        skip: this.list('--skip'),
      },
      extra: this.extra,
    };
  }

  private many(on: (name: string) => boolean): ManyArguments {
    const query = this.values.get('--query');
    const ref = this.values.get('--ref') ?? this.values.get('--sha');
    const repoPath = this.values.get('--repo-path');
    const failureMode = this.values.get('--failure-mode');
    const maxConcurrency = this.values.get('--max-concurrency');
    return {
      all: on('--all'),
      affected: on('--affected'),
      ...(query === undefined ? {} : { query }),
      ...(ref === undefined ? {} : { ref }),
      ...(repoPath === undefined ? {} : { repoPath }),
      components: this.list('--components'),
      includeDependencies: on('--include-dependencies'),
      includeDependents: on('--include-dependents'),
      ...(failureMode === undefined ? {} : { failureMode }),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    };
  }

  private list(name: string): readonly string[] {
    return this.lists.get(name) ?? [];
  }
}

function truth(name: string, value: string | undefined): boolean {
  if (value === undefined || value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new Problem({
    code: 'usage',
    message: `${name}=${value} is neither true nor false.`,
    hint: `Write ${name}, or ${name}=false.`,
  });
}
