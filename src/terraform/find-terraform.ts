import { Problem } from '../domain/problem.ts';

/**
 * The path of the executable that a run names; `find` looks on PATH. OpenTofu stands in for `terraform`, the
 * default that nobody chose, where only `tofu` is installed.
 * Problem `terraform-not-found` that says how to install it.
 */
export function findTerraform(program: string, find: (program: string) => string | undefined): string {
  const path = find(program) ?? (program === 'terraform' ? find('tofu') : undefined);
  if (path !== undefined) return path;
  const install =
    program === 'tofu'
      ? 'Install OpenTofu: https://opentofu.org/docs/intro/install (Debian: its apt repository, then `apt-get install tofu`; macOS: `brew install opentofu`).'
      : 'Install Terraform: https://developer.hashicorp.com/terraform/install (Debian: its apt repository, then `apt-get install terraform`; macOS: `brew install hashicorp/tap/terraform`).';
  const chosen = program !== 'terraform' && program !== 'tofu';
  throw new Problem({
    code: 'terraform-not-found',
    message: `${program} is not on PATH${program === 'terraform' ? ', and neither is tofu' : ''}.`,
    hint: chosen
      ? `Install ${program}, or set \`components.terraform.command\` in atmos.yaml to what is installed.`
      : install,
  });
}
