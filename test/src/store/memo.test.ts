import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { diskFiles } from '../../../src/edge/disk-files.ts';
import { fileWriter } from '../../../src/edge/file-writer.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import { answerAndRemember } from '../../../src/flows/remember.ts';
import { digest, recall } from '../../../src/store/memo.ts';

type Variables = Record<string, string | undefined>;

/** A folder with one file and a memo of what it says. `later` is how far the clock is past the files' times. */
function remembered(
  variables: Variables = { ATMOS_PROFILE: 'a', OTHER: 'x' },
  later = 1000,
  shared?: string,
) {
  const folder = mkdtempSync(join(tmpdir(), 'memo-'));
  const [file, manifests, answers] = [
    join(folder, 'atmos.yaml'),
    join(folder, 'stacks'),
    shared ?? join(folder, 'answers'),
  ];
  writeFileSync(file, 'one');
  mkdirSync(manifests);
  writeFileSync(join(manifests, 'a.yaml'), 'a');
  const ports = {
    files: diskFiles(),
    environment: processEnvironment(variables),
    writer: fileWriter(),
    clock: { now: () => new Date(Date.now() + later), sleep: async () => {} },
    here: {
      folder,
      program: [],
      unattended: false,
      build: '1',
      answers,
      generated: '',
      keyFiles: '',
      browsers: '',
      audit: '',
      clusters: '',
      shell: '',
      platform: 'linux',
      emulator: '',
    },
  };
  const answer = answerAndRemember(ports, 'question', (world) => ({
    text: world.files.read(file),
    names: world.files.list(manifests)?.length,
    home: world.files.stat(folder)?.type,
    missing: world.files.stat(join(folder, 'absent'))?.type ?? 'nothing',
    profile: world.environment.get('ATMOS_PROFILE'),
    all: world.environment.withPrefix('ATMOS_'),
  }));
  const ask = (more: Variables = {}, build = '1', question = 'question') =>
    recall(answers, question, build, { ...variables, ...more });
  const memo = join(answers, `${digest('question')}.json`);
  return { ports, folder, file, manifests, answers, memo, answer, ask };
}

test('an answer is recalled while everything it rests on stands as it did', () => {
  const { answer, ask } = remembered();
  assert.equal(ask(), answer);
});

type At = ReturnType<typeof remembered>;
const changes: [title: string, change: (at: At) => void, holds: boolean][] = [
  ['a file that was read changes', ({ file }) => writeFileSync(file, 'two'), false],
  ['a file that was read goes away', ({ file }) => rmSync(file), false],
  [
    'a file appears in a listed folder',
    ({ manifests }) => writeFileSync(join(manifests, 'b.yaml'), ''),
    false,
  ],
  ['a file goes from a listed folder', ({ manifests }) => rmSync(join(manifests, 'a.yaml')), false],
  ['a file appears where there was none', ({ folder }) => writeFileSync(join(folder, 'absent'), ''), false],
  [
    'a folder gets a file and only its being there mattered',
    ({ folder }) => writeFileSync(join(folder, 'else'), ''),
    true,
  ],
  ['the memo is torn', ({ memo }) => writeFileSync(memo, '{"ver'), false],
];
for (const [title, change, holds] of changes)
  test(`where ${title}, the answer ${holds ? 'holds' : 'is found anew'}`, () => {
    const at = remembered();
    change(at);
    assert.is(at.ask() !== undefined, holds);
  });

const askings: [title: string, ask: (at: At) => unknown, holds: boolean][] = [
  ['a variable changes', ({ ask }) => ask({ ATMOS_PROFILE: 'b' }), false],
  ['a variable goes away', ({ ask }) => ask({ ATMOS_PROFILE: undefined }), false],
  ['a variable of a beginning appears', ({ ask }) => ask({ ATMOS_BASE_PATH: '/x' }), false],
  ['a variable changes that nobody asked for', ({ ask }) => ask({ OTHER: 'y' }), true],
  ['the program is another build', ({ ask }) => ask({}, '2'), false],
  ['the question is another', ({ ask }) => ask({}, '1', 'other'), false],
];
for (const [title, ask, holds] of askings)
  test(`where ${title}, the answer ${holds ? 'holds' : 'is found anew'}`, () => {
    assert.is(ask(remembered()) !== undefined, holds);
  });

test('where two questions fall on one file, neither gets the answer of the other', () => {
  const { answers, memo, ask } = remembered();
  renameSync(memo, join(answers, `${digest('other')}.json`));
  assert.is(ask({}, '1', 'other'), undefined);
});

test('nothing is kept of what changed within the last step of the clock', () => {
  assert.is(remembered({}, -10_000).ask(), undefined);
});

test('nothing is kept of what changed while the look went on, however long it took', () => {
  const { ports, file, ask } = remembered();
  let now = Date.now();
  const clock = { ...ports.clock, now: () => new Date(now) };
  answerAndRemember({ ...ports, clock }, 'long', (world) => {
    writeFileSync(file, 'new');
    const text = world.files.read(file);
    now += 60_000;
    return text;
  });
  assert.is(ask({}, '1', 'long'), undefined);
});

test('a link that leads somewhere at last, in a folder that was listed', () => {
  const { ports, folder, manifests, ask } = remembered();
  symlinkSync(join(folder, 'target'), join(manifests, 'link'));
  const later = { ...ports, clock: { ...ports.clock, now: () => new Date(Date.now() + 60_000) } };
  answerAndRemember(later, 'links', (world) => world.files.list(manifests)?.length);
  assert.is(ask({}, '1', 'links'), 2);
  writeFileSync(join(folder, 'target'), '');
  assert.is(ask({}, '1', 'links'), undefined);
});

test('a question that nobody has asked for a month is forgotten when another is answered', () => {
  const { answers } = remembered();
  assert.is(readdirSync(answers).length, 1);
  const { ports } = remembered({}, 31 * 24 * 3_600_000, answers);
  answerAndRemember(ports, 'another', (world) => world.files.read('/nowhere') ?? 'nothing');
  assert.equal(readdirSync(answers), []);
});

test('a memo holds no variable of the environment in the open, and is private', () => {
  const { answers } = remembered({ SECRET: 'do not tell', ATMOS_PROFILE: 'a' });
  const text = diskFiles().read(join(answers, `${digest('question')}.json`)) ?? '';
  assert.not.match(text.replace(/"answer".*/, ''), /do not tell/);
});

test('digests tell texts apart that differ in one place', () => {
  const texts = Array.from({ length: 5000 }, (_, index) => `plat-dev/${index}`);
  assert.is(new Set(texts.map(digest)).size, texts.length);
});

test.run();
