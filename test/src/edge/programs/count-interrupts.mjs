/** Says `ready`, counts the SIGINTs that reach it in the file it is given, works on after the first and exits 7. */
import { appendFileSync } from 'node:fs';

process.on('SIGINT', () => {
  appendFileSync(process.argv[2], 'INT\n');
  setTimeout(() => process.exit(7), 400);
});
setInterval(() => {}, 1000);
console.log('ready');
