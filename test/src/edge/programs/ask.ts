/** Does on this terminal what its arguments say, one after another, and prints each answer to stdout. */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProblem } from '../../../../src/domain/problem.ts';
import { terminal } from '../../../../src/edge/terminal.ts';

const [record = '', ...steps] = process.argv.slice(2);
const here = terminal({ stdin: process.stdin, stderr: process.stderr, variables: process.env });
const answers: unknown[] = [];
try {
  for (const step of steps) answers.push(await take(step));
} catch (error) {
  if (!isProblem(error)) throw error;
  answers.push(`${error.code} ${error.exitCode}`);
}
writeFileSync(record, JSON.stringify(answers));

async function take(step: string): Promise<unknown> {
  switch (step) {
    case 'interactive':
      return here.interactive;
    case 'pick':
      return here.pick('Which identity?', [
        { value: 'core-auto/terraform' },
        { value: 'plat-dev/ReadOnlyAccess', hint: 'developers' },
        { value: 'plat-prod/ReadOnlyAccess', hint: 'developers' },
      ]);
    case 'tick':
      return here.tick('Which profiles?', [
        { value: 'developers', ticked: true },
        { value: 'devops', ticked: false },
        { value: 'local', hint: 'the emulator', ticked: false },
      ]);
    case 'confirm':
      return here.confirm('Destroy it?');
    case 'progress': {
      const line = here.progress('Waiting: 3');
      await sleep(5);
      line.update('Waiting: 2');
      here.say('A word in between.');
      line.update(`Waiting: 1 ${'long '.repeat(40)}`);
      line.end('Done.');
      line.update('too late');
      here.progress('Again').end();
      return 'shown';
    }
    default:
      throw new Error(step);
  }
}
