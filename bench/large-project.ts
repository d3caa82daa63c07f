import { join } from 'node:path';
import shell from 'shelljs';

/** Makes a project below `folder` that is acme with one more file in a profile, of `count` identities. */
export function makeLargeProject(acme: string, folder: string, count: number): string {
  const project = join(folder, 'large');
  shell.cp('-R', acme, project);
  const identities = Array.from({ length: count }, (_, index) => {
    const account = Math.floor(index / 4);
    return [
      `    account-${account}/role-${index % 4}:`,
      '      kind: aws/permission-set',
      '      via: { provider: sso }',
      `      principal: { name: Role${index % 4}, account: { id: "${300_000_000_000 + account}" } }`,
      '',
    ].join('\n');
  });
  shell
    .ShellString(`auth:\n  identities:\n${identities.join('')}`)
    .to(join(project, 'profiles', 'developers', 'large.yaml'));
  return project;
}
