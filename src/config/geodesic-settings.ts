import { basename, join, resolve } from 'node:path';
import type { Geodesic } from '../domain/geodesic.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { valueAt } from '../domain/value.ts';
import type { Files } from '../ports.ts';
import { textSetting } from './read-setting.ts';

/** Where projects keep the file that Geodesic's image is built from, the likeliest first. */
const dockerfiles = ['geodesic/Dockerfile', 'Dockerfile'] as const;

/**
 * `kit.geodesic`, with what Cloud Posse's reference architecture says where it is silent: an image
 * `NAME/infrastructure:latest` whose wrapper is called NAME. Throws Problem `config-invalid`.
 */
export function geodesicOf({ config, configFolder, basePath }: Project, files: Files): Geodesic {
  const setting = (key: string) => textSetting(config, 'kit', 'geodesic', key);
  const context = configFolder ?? basePath;
  const name = setting('name') ?? plainName(basename(context));
  check('name', name, /^[a-z0-9][\w.-]*$/i, 'a word such as acme');
  const image = setting('image') ?? `${name}/infrastructure`;
  check('image', image, /^[a-z0-9][\w.:/-]*$/i, 'an image without a tag, such as acme/infrastructure');
  const tag = setting('tag') ?? 'latest';
  check('tag', tag, /^\w[\w.-]*$/, 'a tag such as latest');
  const said = setting('dockerfile');
  const usual = dockerfiles.find((file) => files.stat(join(context, file))?.type === 'file');
  return { name, image, tag, context, dockerfile: resolve(context, said ?? usual ?? dockerfiles[0]) };

  // They become words of docker's command line and of the wrapper's variables, where a space would begin another one.
  function check(key: string, text: string, shape: RegExp, example: string): void {
    if (shape.test(text)) return;
    const at = valueAt(config, 'kit', 'geodesic', key)?.at;
    throw new Problem({
      code: 'config-invalid',
      message: `kit.geodesic.${key} is "${text}".`,
      hint: `It must be ${example}.`,
      ...(at && { at }),
    });
  }
}

const plainName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'geodesic';
