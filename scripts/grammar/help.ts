import type { Flag, Verb } from './verb.ts';

/** The overview that `atmos-kit --help` prints. */
export function overview(verbs: readonly Verb[]): string {
  const shown = verbs.filter(({ hidden }) => !hidden);
  const width = Math.max(...shown.map(({ path }) => path.join(' ').length));
  return [
    'atmos-kit: sign in once, and every stack, command and shell gets the right AWS identity.',
    '',
    'Usage: atmos-kit VERB [arguments]',
    '',
    ...shown.map(({ path, brief }) => `  ${path.join(' ').padEnd(width)}  ${brief}`),
    '',
    'atmos-kit VERB --help says more about one of them. ATMOS_PROFILE chooses the profiles, such as',
    'ATMOS_PROFILE=developers, or ATMOS_PROFILE=developers,local for the emulator.',
    '',
  ].join('\n');
}

/** The help of one verb. */
export function helpOf(verb: Verb): string {
  const name = `atmos-kit ${verb.path.join(' ')}`;
  const words = verb.words.map(({ name, optional, many }) => {
    const more = many ? ' …' : '';
    return optional ? `[${name}${more}]` : `${name.toUpperCase()}${more}`;
  });
  const rest =
    verb.rest && (verb.rest.optional ? ` [-- ${verb.rest.name}]` : ` -- ${verb.rest.name.toUpperCase()}`);
  const rows: [string, string][] = [
    ...verb.words.map(({ name, brief }): [string, string] => [name, brief]),
    ...(verb.rest === undefined ? [] : [[`-- ${verb.rest.name}`, verb.rest.brief] as [string, string]]),
    ...Object.entries(verb.flags).map(([name, flag]): [string, string] => [
      flagSyntax(name, flag),
      flag.brief,
    ]),
    ['-h, --help', 'This text'],
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `Usage: ${[name, ...words].join(' ')} [flags]${rest ?? ''}`,
    '',
    `${verb.brief}.`,
    ...(verb.details === undefined ? [] : wrap(verb.details, 100)),
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
    ...(verb.examples.length === 0 ? [] : [verb.examples.length > 1 ? 'Examples:' : 'Example:']),
    ...verb.examples.map(([command, what]) => `  ${command}${what === '' ? '' : `    # ${what}`}`),
    '',
  ].join('\n');
}

function flagSyntax(name: string, { type, short, value = 'VALUE', mayBeEmpty }: Flag): string {
  const long = {
    switch: `--${name}`,
    toggle: `--${name}[=false]`,
    text: `--${name} ${value}`,
    texts: mayBeEmpty ? `--${name} [${value}]` : `--${name} ${value}`,
    asks: `--${name} [${value}]`,
  }[type];
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
