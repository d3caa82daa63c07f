/** Whatever the umask of whoever runs it: what is ours is readable by its owner only. */
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { liveThrough } from './broad-story.ts';
import { withDesk } from './desk.ts';

const ours = ['home/.local/share/atmos-kit', 'home/.cache/atmos-kit', 'run/atmos-kit'];
/** Configuration of AWS, Docker and kubectl is a person's own; what verbs make there is for her alone as well. */
const theirs = ['.aws', '.docker', '.kube'];

for (const umask of [0o000, 0o077])
  test(`with the umask ${umask.toString(8).padStart(3, '0')}, files have 0600 and folders 0700`, () =>
    withDesk(async (desk) => {
      const before = process.umask(umask);
      try {
        const there = (path: string) => existsSync(join(desk.folder, path));
        const look = () => {
          const wrong: string[] = [];
          let files = 0;
          for (const path of [...ours, ...theirs.map((name) => `home/${name}`)].filter(there))
            for (const name of ['.', ...readdirSync(join(desk.folder, path), { recursive: true })]) {
              const stat = lstatSync(join(desk.folder, path, String(name)));
              assert.ok(!stat.isSymbolicLink(), String(name));
              const mode = (stat.mode & 0o777).toString(8);
              if (mode !== (stat.isDirectory() ? '700' : '600')) wrong.push(`${path}/${name}: ${mode}`);
              if (stat.isFile()) files += 1;
            }
          assert.equal(wrong, []);
          return files;
        };
        let atWork = 0;
        const told = await liveThrough(desk, {
          short: true,
          beforeLogout: () => {
            atWork = look();
          },
        });
        assert.ok(atWork > 10, `${atWork} files are too few to say anything`);
        assert.ok(ours.every(there));
        look();
        assert.ok(told.filter(({ exitCode }) => exitCode === 0).length > 15);
        assert.not.ok(told.some(({ exitCode }) => exitCode === 70));
        // Nothing of ours stands elsewhere at home.
        const names = readdirSync(desk.home).filter((name) => !theirs.includes(name));
        assert.equal(names.sort(), ['.cache', '.local']);
      } finally {
        process.umask(before);
      }
    }));

test.run();
