import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { compactDecrypt } from 'jose';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sealSession } from '../../../src/store/session-file.ts';
import { key, label, makeMachine, secret, stored } from '../edge/keyring/machine.ts';

test('bundled as CommonJS, labels are read without crypto and secrets with that of Node alone', async () => {
  const machine = makeMachine();
  await machine.open().put(key, label, secret);
  const entry = join(machine.root, 'entry.ts');
  const source = join(process.cwd(), 'src/store');
  writeFileSync(
    entry,
    `import { placesOf } from '${source}/paths.ts';
    import { listLabels, readLabel, readSecret } from '${source}/session-file.ts';
    const places = placesOf(process.env, process.getuid());
    const loaded = () => process.moduleLoadList.some((name) => /^NativeModule (internal\\/)?crypto/.test(name));
    const before = [readLabel(places, '${key}'), listLabels(places).length, loaded()];
    console.log(JSON.stringify([...before, readSecret(places, '${key}')]));`,
  );
  const outfile = join(machine.root, 'bundle.cjs');
  const built = buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    metafile: true,
  });
  const modules = Object.values(built.metafile.outputs).flatMap((output) =>
    output.imports.map(({ path }) => path),
  );
  assert.equal([...new Set(modules)].sort(), ['node:fs']);
  const output = execFileSync(process.execPath, [outfile], {
    encoding: 'utf8',
    env: { HOME: machine.home, XDG_RUNTIME_DIR: machine.run },
  });
  assert.equal(JSON.parse(output), [label, 1, false, stored]);
});

test('a library for JWE opens a session file, and finds the label and nothing secret in the open', async () => {
  const [kid, bytes] = ['0123456789abcdef', randomBytes(32)];
  const text = sealSession({ kid, bytes }, label, secret);
  const { plaintext, protectedHeader } = await compactDecrypt(text, bytes);
  assert.equal(JSON.parse(new TextDecoder().decode(plaintext)), stored);
  assert.equal(protectedHeader, { alg: 'dir', enc: 'A256GCM', kid, label } as unknown);
  const parts = (sealed: string) => sealed.split('.');
  const again = parts(sealSession({ kid, bytes }, label, secret));
  assert.is(again[0], parts(text)[0]);
  for (const changing of [2, 3, 4]) assert.is.not(again[changing], parts(text)[changing]);
});

test.run();
