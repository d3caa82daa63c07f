import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { EmulatorError } from '../emulator-error.ts';
import { readAccess } from './access.ts';
import { readPeople } from './people.ts';
import { readSamlProviders } from './saml-providers.ts';
import type { Seed } from './seed.ts';
import { YamlNodes } from './yaml-nodes.ts';

const hour = 3_600_000;
const topKeys = [
  'region',
  'start_urls',
  'lifetimes',
  'accounts',
  'permission_sets',
  'roles',
  'users',
  'root_access',
  'saml_providers',
  'groups',
  'people',
  'assignments',
  'buckets',
  'clusters',
];

/**
 * Reads and checks a seed file.
 * Throws EmulatorError `file-unreadable` or `seed-invalid` (with the file and the line).
 */
export function readSeed(file: string): Seed {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EmulatorError({
      code: 'file-unreadable',
      message: `The emulator's seed ${file} cannot be read: ${(cause as Error).message}.`,
      hint: 'Name another file with --seed FILE.',
      at: { file },
      cause,
    });
  }
  return parseSeed(text, file);
}

/** Checks the text of a seed; `file` is only used in complaints. Throws EmulatorError `seed-invalid`. */
export function parseSeed(text: string, file: string): Seed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const place = lines.linePos(fault.pos[0]);
    throw new EmulatorError({
      code: 'seed-invalid',
      message: `The seed is not valid YAML: ${fault.message.split('\n')[0]}`,
      hint: `Correct ${file}, then start the emulator again.`,
      at: { file, line: place.line, column: place.col },
    });
  }
  const nodes = new YamlNodes(file, lines);
  const top = nodes.map(document.contents, 'The seed', topKeys);
  const lifetimes = top.get('lifetimes', true) as unknown;
  const spans = nodes.map(lifetimes ?? document.createNode({}), 'lifetimes', [
    'access_token',
    'portal_session',
    'device_code',
    'registration',
  ]);
  const access = readAccess(nodes, top);
  const people = readPeople(nodes, top, access);
  return {
    region: nodes.optionalText(top, 'region', 'region') ?? 'us-east-1',
    startUrls: nodes.texts(top, 'start_urls', 'A start URL').map(({ text: url, node }) => {
      if (!URL.canParse(url)) nodes.fail(node, `"${url}" is not a URL.`);
      return url;
    }),
    lifetimes: {
      accessToken: nodes.duration(spans, 'access_token', 'lifetimes.access_token', hour),
      portalSession: nodes.duration(spans, 'portal_session', 'lifetimes.portal_session', 8 * hour),
      deviceCode: nodes.duration(spans, 'device_code', 'lifetimes.device_code', hour / 6),
      registration: nodes.duration(spans, 'registration', 'lifetimes.registration', 90 * 24 * hour),
    },
    ...access,
    ...people,
    samlProviders: readSamlProviders(nodes, top, { ...access, ...people }),
  };
}
