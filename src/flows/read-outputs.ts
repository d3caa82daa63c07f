import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Problem } from '../domain/problem.ts';
import type { Plain } from '../domain/value.ts';
import type { ChildResult, Ports, ProgressLine } from '../ports.ts';
import { findTerraform } from '../terraform/find-terraform.ts';
import { lacksWorkspace, type OutputsPlan } from '../terraform/plan-outputs.ts';
import { outputsIn } from '../terraform/state-outputs.ts';
import { type Runner, runCredentials } from './run-credentials.ts';
import { runTerraform } from './run-terraform.ts';

/**
 * Asks Terraform for all outputs of a component, in its folder and as somebody; null where it was never applied. What
 * Terraform says is shown where it fails, and at no other time.
 * Throws Problem `function-failed`, `interrupted`, and what `runCredentials` and `runTerraform` throw.
 */
export async function readOutputs(
  ports: Ports,
  name: string,
  { run, select, output }: OutputsPlan,
  runner: Runner,
): Promise<Plain> {
  const program = findTerraform(run.program, (word) => ports.children.find(word));
  const credentials = await runCredentials(ports, runner, output);
  let interrupts: ReturnType<Ports['interrupts']['listen']> | undefined;
  let line: ProgressLine | undefined;
  let outputs: Plain = null;
  let exitCode: number;
  try {
    exitCode = await runTerraform(ports, run, program, credentials, {
      before() {
        // A Ctrl-C of the terminal reaches Terraform by itself; whatever was to come after it must not begin. While we
        // wait for the folder it ends us, as anywhere.
        interrupts = ports.interrupts.listen();
        if (ports.terminal.interactive)
          line = ports.terminal.progress(`Asking Terraform for the outputs of ${name}`);
      },
      async after(change) {
        const terraform = (args: readonly string[]) =>
          ports.children.run({ file: program, args, cwd: run.folder, change }, { quiet: true });
        if (select !== undefined) {
          const selected = await terraform(select);
          if (selected.exitCode !== 0) return lacksWorkspace(selected.output) ? 0 : failed(select, selected);
        }
        const answer = await terraform(output);
        const found = answer.exitCode === 0 ? outputsIn(answer.stdout) : undefined;
        if (found === undefined) return failed(output, answer);
        const none = Object.keys(found).length === 0 && (await nothing(terraform));
        if (!none) outputs = found;
        return 0;
      },
    });
  } finally {
    line?.end();
    interrupts?.dispose();
  }
  interrupts?.signal.throwIfAborted();
  if (exitCode === 0) return outputs;
  throw new Problem({
    code: 'function-failed',
    message: `Terraform did not give the outputs of ${name} (exit code ${exitCode}).`,
    hint: 'Put right what Terraform said, or look at the rest with --process-functions=false.',
  });

  function failed(args: readonly string[], result: ChildResult): number {
    ports.terminal.say(
      `${basename(program)} ${args.join(' ')} ended with exit code ${result.exitCode}:\n${stripVTControlCharacters(result.output).trimEnd()}`,
    );
    return result.exitCode || 1;
  }
}

/** A workspace without outputs may be of a component that has none, or of one that was only planned. */
async function nothing(terraform: (args: readonly string[]) => Promise<ChildResult>): Promise<boolean> {
  const { exitCode, stdout } = await terraform(['state', 'list']);
  return exitCode !== 0 || stdout.trim() === '';
}
