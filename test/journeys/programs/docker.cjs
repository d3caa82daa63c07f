/**
 * Stands in for docker, which has no engine where tests run. What there is stands in a folder (DOCKER_STAND_IN): `daemon`,
 * `image` (when it was made), `installer` and `container` (its network). Every call is noted in `calls.jsonl` there, with the
 * variables that it was given by name. What is executed in the container is the file `in-container`, with those
 * variables and no others.
 */
const { spawnSync } = require('node:child_process');
const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const argv = process.argv.slice(2);
const file = (name) => join(process.env.DOCKER_STAND_IN, name);
const read = (name) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8').trim() : undefined);
const given = Object.fromEntries(
  argv.flatMap((word, index) => {
    const text = /^--?e(?:nv)?$/.test(argv[index - 1] ?? '') ? word : /^--env=(.*)$/.exec(word)?.[1];
    if (text === undefined) return [];
    const [name, ...rest] = text.split('=');
    return [[name, rest.length > 0 ? rest.join('=') : process.env[name]]];
  }),
);
appendFileSync(file('calls.jsonl'), `${JSON.stringify({ argv, given, folder: process.cwd() })}\n`);

function fail(text, code = 1) {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

if (read('daemon') === undefined) fail('Cannot connect to the Docker daemon. Is the docker daemon running?');
const answer = (template, name, value) => console.log(template.replace(name, value));
const template = argv[argv.indexOf('--format') + 1] ?? '';
switch (argv[0]) {
  case 'version':
    answer(template, '{{.Server.Version}}', read('daemon'));
    break;
  case 'image':
    if (read('image') === undefined) fail(`Error response from daemon: No such image: ${argv.at(-1)}`);
    answer(template, '{{.Created}}', read('image'));
    break;
  case 'build':
    if (read('build-fails') !== undefined) fail('ERROR: failed to solve', 17);
    writeFileSync(file('image'), new Date().toISOString());
    break;
  case 'ps':
    if (read('container') !== undefined) answer(template, /{{ ?\.ID ?}}/, '0123456789ab');
    break;
  case 'inspect':
    answer(template, '{{.HostConfig.NetworkMode}}', read('container'));
    break;
  case 'run':
    if (argv.includes('--detach')) {
      writeFileSync(file('container'), argv.includes('--network=host') ? 'host' : 'bridge');
      writeFileSync(file('started'), '');
      console.log('0123456789abcdef');
    } else process.stdout.write(read('installer') ?? '');
    break;
  case 'exec':
    if (existsSync(file('in-container')))
      process.exitCode = spawnSync(file('in-container'), { env: given, stdio: 'inherit' }).status ?? 1;
    // Geodesic's container ends with its last shell.
    if (read('started') !== undefined) for (const name of ['started', 'container']) rmSync(file(name));
    break;
  default:
    fail(`unknown: ${argv.join(' ')}`);
}
