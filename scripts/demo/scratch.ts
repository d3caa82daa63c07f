import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import shell from 'shelljs';

/** A home, a project and an environment that exist for one demonstration only. */
export interface Scratch {
  readonly folder: string;
  /** A copy of the acme project: Terraform writes into component folders, and the checkout stays as it is. */
  readonly project: string;
  /** The whole environment of every command: built up from nothing, so that a person's own login stays out. */
  readonly environment: Readonly<Record<string, string>>;
  /** Removes everything. */
  remove(): void;
}

/** Makes one below the machine's temporary folder. `checkout` is this repository, with dist/ built. */
export function makeScratch(
  checkout: string,
  variables: Readonly<Record<string, string | undefined>>,
): Scratch {
  shell.config.fatal = true;
  const folder = mkdtempSync(join(tmpdir(), 'atmos-kit-demo-'));
  const [home, bin, temporary, runtime, project] = ['home', 'bin', 'tmp', 'run', 'acme'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string, string];
  shell.mkdir(home, bin, temporary, runtime, project);
  shell.chmod('700', runtime);
  symlinkSync(join(checkout, 'dist', 'atmos-kit.cjs'), join(bin, 'atmos-kit'));
  const parts = ['atmos.yaml', 'profiles', 'stacks', 'components', 'workflows'].map((name) =>
    join(checkout, name),
  );
  shell.cp(
    '-R',
    parts.filter((path) => shell.test('-e', path)),
    project,
  );
  const left = shell.find(project).filter((path) => /\/\.terraform$|\.(tfvars\.json|planfile)$/.test(path));
  if (left.length > 0) shell.rm('-rf', left);
  const kept = (name: string) => (variables[name] === undefined ? {} : { [name]: variables[name] });
  return {
    folder,
    project,
    environment: {
      ...kept('TERM'),
      ...kept('LANG'),
      ...kept('NO_COLOR'),
      PATH: [bin, variables['PATH']].join(':'),
      HOME: home,
      // Terraform asks its maker for news otherwise.
      CHECKPOINT_DISABLE: '1',
      TMPDIR: temporary,
      XDG_RUNTIME_DIR: runtime,
      // A browser would start with this home and outlive it, and a keychain is not ours to write to.
      BROWSER: 'none',
      ATMOS_KEYRING_TYPE: 'file',
    },
    remove: () => void shell.rm('-rf', folder),
  };
}
