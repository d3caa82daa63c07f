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
  const { stdin, stdout, stderr, env } = process;
  const terminal = stdin.isTTY === true && stdout.isTTY === true && !env['CI'];
  const colour = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const stage = new Stage(colour);
  // Before anything is made: from here on a Ctrl-C ends the story, and not us.
  process.on('SIGINT', () => stage.end('Interrupted.', 130));
  process.on('SIGTERM', () => stage.end('Interrupted.', 143, 'SIGTERM'));
  process.on('SIGHUP', () => stage.end('Interrupted.', 129, 'SIGHUP'));
  // Whoever read this has gone away; there is still something to take down.
  for (const stream of [stdout, stderr])
    stream.on('error', () => stage.end('Nobody reads this any more.', 141, 'SIGTERM'));
  const started = Date.now();
  const scratch = makeScratch(join(import.meta.dirname, '..'), env);
  try {
    stage.enter(scratch);
    await showStory(stage, (words) => showSignIn(stage, words, terminal));
  } catch (error) {
    if (!(error instanceof CurtainCall)) throw error;
    stderr.write(`\nThe demonstration ends here. ${error.message}\n`);
    return error.exitCode;
  } finally {
    await stopEmulator(stage, stage.takeDown()).finally(scratch.remove);
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  stage.say(
    `\nThat is all of it${terminal ? '' : `, in ${seconds} seconds`}. ${scratch.folder} is gone again.`,
  );
  return 0;
}

// A start that was cut short may still bring one up a moment later.
async function stopEmulator(stage: Stage, cutShort: boolean): Promise<void> {
  for (let tries = cutShort ? 10 : 1; tries > 0; tries -= 1)
    if ((await stage.whisper('atmos-kit emulator stop')).includes('has stopped')) return;
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
