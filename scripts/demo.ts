/**
 * `make demo`: the main job on a local emulator, in a scratch home. Every line after a `$` is run as it stands, and
 * what follows is what it printed. Nothing stays behind.
 */
import { join } from 'node:path';
import { which } from 'zx/core';
import { isProblem } from '../src/domain/problem.ts';
import { findTerraform } from '../src/terraform/find-terraform.ts';
import { makeScratch } from './demo/scratch.ts';
import { showSignIn } from './demo/sign-in.ts';
import { CurtainCall, Stage } from './demo/stage.ts';
import { showStory } from './demo/story.ts';

process.exitCode = await perform();

async function perform(): Promise<number> {
  if (!terraformIsThere()) return 1;
  const { stdin, stdout, env } = process;
  const terminal = stdin.isTTY === true && stdout.isTTY === true && !env['CI'];
  const colour = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const scratch = makeScratch(join(import.meta.dirname, '..'), env);
  const stage = new Stage(scratch, colour);
  process.on('SIGINT', () => stage.end('Interrupted.', 130));
  process.on('SIGTERM', () => stage.end('Interrupted.', 143, 'SIGTERM'));
  process.on('SIGHUP', () => stage.end('Interrupted.', 129, 'SIGHUP'));
  // Whoever read this has gone away; there is still something to take down.
  stdout.on('error', () => stage.end('Nobody reads this any more.', 141, 'SIGTERM'));
  const started = Date.now();
  try {
    await showStory(stage, (words) => showSignIn(stage, words, terminal));
    stage.say(`\nAll of it in ${Math.round((Date.now() - started) / 1000)} seconds.`);
    return 0;
  } catch (error) {
    if (!(error instanceof CurtainCall)) throw error;
    process.stderr.write(`\nThe demonstration ends here. ${error.message}\n`);
    return error.exitCode;
  } finally {
    stage.takeDown();
    await stage.whisper('atmos-kit emulator stop');
    scratch.remove();
  }
}

function terraformIsThere(): boolean {
  try {
    findTerraform('terraform', (name) => which.sync(name, { nothrow: true }) ?? undefined);
    return true;
  } catch (error) {
    if (!isProblem(error)) throw error;
    process.stderr.write(`The demonstration runs Terraform. ${error.message}\n${error.hint}\n`);
    return false;
  }
}
