import { isProblem } from '../src/domain/problem.ts';
import { explained } from './explained.ts';
import { tellBug, tellProblem } from './tell.ts';
import { version } from './version.ts';
import { warmAnswer } from './warm.ts';
import { writeOut } from './write-out.ts';

// The door. A warm verb is answered here; everything else loads the whole program.
const argv = process.argv.slice(2);
const answer = argv.length === 1 && argv[0] === '--version' ? `${version}\n` : warmAnswer(argv);
if (answer === undefined) import('./program.mjs' as string).then(({ main }) => main(argv));
else
  try {
    writeOut(answer);
  } catch (error) {
    if (!isProblem(error)) tellBug(error);
    else {
      tellProblem(error, '/', explained);
      process.exitCode = error.exitCode;
    }
  }
