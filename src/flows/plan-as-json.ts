import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Ports } from '../ports.ts';
import { fileNames } from '../terraform/file-names.ts';
import { findTerraform } from '../terraform/find-terraform.ts';
import { isSkipped } from '../terraform/terraform-run.ts';
import { runCredentials } from './run-credentials.ts';
import { decideRun, type RunInStackRequest, sayWho } from './run-in-stack.ts';
import { runTerraform } from './run-terraform.ts';

/**
 * Plans, and writes the plan as JSON: beside the plan file's place, or to `file` from where we were started. Only the
 * owner may read it, because a plan holds secrets in the clear. Returns Terraform's exit code.
 */
export async function planAsJson(
  ports: Ports,
  request: RunInStackRequest,
  file: string | undefined,
): Promise<number> {
  const draft = 'atmos-kit-generate.planfile';
  const { typed } = request;
  const decided = await decideRun(ports, {
    ...request,
    typed: { ...typed, subcommand: ['plan'], extra: [...typed.extra, `-out=${draft}`] },
  });
  const { run, component } = decided;
  if (isSkipped(run)) {
    ports.terminal.say(run.message);
    return 0;
  }
  const program = findTerraform(run.program, (name) => ports.children.find(name));
  sayWho(ports, decided);
  const credentials = await runCredentials(ports, decided, ['plan']);
  const target =
    file === undefined
      ? join(run.folder, `${fileNames(component).plan}.json`)
      : resolve(ports.here.folder, file);
  const quiet = run.commands.map((command) => ({ ...command, quiet: true }));
  const cleanUp = [...run.cleanUp, { path: join(run.folder, draft), when: 'always' as const }];
  const exitCode = await runTerraform(ports, { ...run, commands: quiet, cleanUp }, program, credentials, {
    after: async (change) => {
      const shown = await ports.children.run(
        { file: program, args: ['show', '-json', draft], cwd: run.folder, change },
        { quiet: true },
      );
      if (shown.exitCode === 0) ports.writer.write(target, shown.stdout ?? '', 0o600);
      else ports.terminal.say(stripVTControlCharacters(shown.output).trimEnd());
      return shown.exitCode;
    },
  });
  if (exitCode === 0) ports.terminal.say(`Wrote ${target}`);
  return exitCode;
}
