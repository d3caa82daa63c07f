import { printOrTell } from './print-or-tell.ts';
import { version } from './version.ts';
import { exec } from './warm-exec.ts';

// The door: as little as there can be. Other warm verbs are answered in the files beside it, or by the whole program.
// `atmos kit` (atmos.d/kit.yaml) has reached us: what we start may call it again.
delete process.env['ATMOS_KIT_CALLED'];
const argv = process.argv.slice(2);
if (argv.length === 1 && argv[0] === '--version') printOrTell(`${version}\n`);
else if (argv[0] === 'auth' && argv[1] === 'exec')
  exec(argv).then((exitCode) => {
    if (exitCode === undefined) return wholeProgram();
    process.exitCode = exitCode;
  });
else if (!warm().answer(argv)) wholeProgram();

function warm(): { answer(argv: readonly string[]): boolean } {
  if (argv[0] === 'auth' && argv[1] === 'process') return require('./warm-process.cjs');
  if (argv[0] === 'auth' && argv[1] === 'env') return require('./warm-environment.cjs');
  if (argv[1] === 'eks' && argv[2] === 'token') return require('./warm-cluster-token.cjs');
  return require('./warm.cjs');
}

function wholeProgram(): Promise<void> {
  return require('./program.cjs').main(argv);
}
