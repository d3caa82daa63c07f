#!/usr/bin/env node
/**
 * Stands in for the atmos binary where tests cannot have it: it reads the same files, and runs the steps of workflows and custom
 * commands through a shell as Atmos does. Source: test/golden/README.md and cmd/cmd_utils.go of Atmos. It knows only what the files of
 * this repository use, and adds each call of it to STAND_IN_LOG.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const words = process.argv.slice(2);
if (process.env.STAND_IN_LOG) appendFileSync(process.env.STAND_IN_LOG, `${JSON.stringify(words)}\n`);
// Like a real one it would go on for ever; whoever tests that nothing goes round in a circle need not wait.
const depth = Number(process.env.STAND_IN_DEPTH ?? '0') + 1;
if (depth > 20) fail('stand-in-atmos: it goes round in a circle');
const environment = { ...process.env, STAND_IN_DEPTH: String(depth) };
const read = (...path) => parse(readFileSync(join(...path), 'utf8'));
const shell = (command, options) =>
  spawnSync('bash', ['-c', command], { stdio: 'inherit', env: environment, ...options });

if (words[0] === 'workflow') workflow();
else custom();

function workflow() {
  const { file, name } = flagsOf(words.slice(1), [{ name: 'file', shorthand: 'f' }], ['name']).values;
  const files = file === undefined ? readdirSync('workflows') : [`${file}.yaml`];
  const found = files.map((one) => read('workflows', one).workflows[name]).find((one) => one !== undefined);
  if (found === undefined) fail(`stand-in-atmos: no workflow ${name}`);
  for (const { command, type, working_directory: folder = found.working_directory } of found.steps) {
    if (type !== 'shell') fail(`stand-in-atmos: a step of type ${type}`);
    const { status } = shell(command, { cwd: folder });
    if (status !== 0) process.exit(status ?? 1);
  }
}

function custom() {
  let commands = readdirSync('atmos.d').flatMap((file) => read('atmos.d', file).commands ?? []);
  let command;
  let index = 0;
  for (; commands.some(({ name }) => name === words[index]); index += 1) {
    command = commands.find(({ name }) => name === words[index]);
    commands = command.commands ?? [];
  }
  if (command?.steps === undefined) fail(`stand-in-atmos: unknown command ${words.join(' ')}`);
  const own = words.slice(index);
  const end = own.includes('--') ? own.indexOf('--') : own.length;
  const names = (command.arguments ?? []).map(({ name }) => name);
  const { values } = flagsOf(own.slice(0, end), command.flags ?? [], names);
  const data = {
    Arguments: values,
    Flags: values,
    TrailingArgs: own
      .slice(end + 1)
      .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
      .join(' '),
  };
  const env = { ...environment };
  for (const { key, value, valueCommand } of command.env ?? []) {
    if (valueCommand === undefined) env[key] = rendered(value, data);
    else {
      const { status, stdout } = shell(valueCommand, { env, stdio: ['inherit', 'pipe', 'inherit'] });
      if (status !== 0) process.exit(status ?? 1);
      env[key] = String(stdout).replace(/[\r\n]+$/, '');
    }
  }
  for (const step of command.steps) {
    const { status } = shell(rendered(step, data), { env });
    if (status !== 0) process.exit(status ?? 1);
  }
}

function flagsOf(argv, flags, names) {
  const values = {};
  const free = [];
  let waiting;
  for (const word of argv) {
    const flag = flags.find(({ name, shorthand }) => [`--${name}`, `-${shorthand}`].includes(word));
    if (waiting !== undefined) values[waiting] = word;
    else if (flag === undefined && word.startsWith('-')) fail(`stand-in-atmos: unknown flag ${word}`);
    else if (flag === undefined) free.push(word);
    waiting = waiting === undefined ? flag?.name : undefined;
  }
  for (const [index, name] of names.entries()) {
    if (free[index] === undefined) fail(`stand-in-atmos: ${name} is required`);
    values[name] = free[index];
  }
  return { values };
}

function rendered(text, data) {
  return text.replace(/\{\{ \.(\w+)(?:\.(\w+))? \}\}/g, (_, first, second) =>
    second === undefined ? data[first] : data[first][second],
  );
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
