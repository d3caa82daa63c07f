/** What a Problem's code means, asked of the built program anywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sectionsOf } from '../../scripts/speak/troubleshooting.ts';
import { withDesk } from './desk.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'troubleshooting.md'), 'utf8');

test('every section of the page can be read with the program, outside of any project', () =>
  withDesk(async (desk) => {
    const anywhere = { cwd: desk.home };
    const all = await desk.kit('explain --format json', anywhere);
    const sections = sectionsOf(page);
    assert.equal(
      JSON.parse(all.stdout),
      sections.map(({ code, says }) => ({ Code: code, Means: says })),
    );
    const one = await desk.kit('explain Clock-Skew', anywhere);
    assert.is(one.stdout, sections.find(({ code }) => code === 'clock-skew')?.text);
    assert.equal([one.stderr, one.exitCode], ['', 0]);
  }));

test.run();
