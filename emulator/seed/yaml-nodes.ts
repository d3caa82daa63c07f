import { isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from 'yaml';
import { EmulatorError } from '../emulator-error.ts';

/** Reads the nodes of one YAML file; every complaint names the file and the line of the node. */
export class YamlNodes {
  readonly #file: string;
  readonly #lines: LineCounter;

  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  fail(node: unknown, message: string): never {
    const offset = (node as Node | null | undefined)?.range?.[0];
    const place = offset === undefined ? undefined : this.#lines.linePos(offset);
    throw new EmulatorError({
      code: 'seed-invalid',
      message,
      hint: `Correct ${this.#file}, then start the emulator again.`,
      at: { file: this.#file, ...(place && { line: place.line, column: place.col }) },
    });
  }

  map(node: unknown, what: string, known: readonly string[]): YAMLMap {
    if (!isMap(node)) this.fail(node, `${what} must be a map.`);
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (!known.includes(key))
        this.fail(pair.key, `${what} has no key "${key}"; it takes ${known.join(', ')}.`);
    }
    return node;
  }

  list(map: YAMLMap, key: string, what: string): unknown[] {
    const node = map.get(key, true) as unknown;
    if (node === undefined || (isScalar(node) && node.value === null)) return [];
    if (!isSeq(node)) this.fail(node, `${what} must be a list.`);
    return node.items;
  }

  text(map: YAMLMap, key: string, what: string): string {
    const text = this.optionalText(map, key, what);
    if (text === undefined || text === '') this.fail(map, `${what} is missing.`);
    return text;
  }

  optionalText(map: YAMLMap, key: string, what: string): string | undefined {
    const node = map.get(key, true) as unknown;
    if (node === undefined || (isScalar(node) && node.value === null)) return undefined;
    return this.scalarText(node, what);
  }

  scalarText(node: unknown, what: string): string {
    if (!isScalar(node)) this.fail(node, `${what} must be text.`);
    // An unquoted account id loses its leading zeros as a number, so numbers are refused.
    if (typeof node.value !== 'string') this.fail(node, `${what} must be text; put it in quotes.`);
    return node.value;
  }

  texts(map: YAMLMap, key: string, what: string): { text: string; node: unknown }[] {
    return this.list(map, key, what).map((node) => ({ text: this.scalarText(node, what), node }));
  }

  /** `15m`, `1h`, `90d` or `30s`, in milliseconds. */
  duration(map: YAMLMap, key: string, what: string, fallback: number): number {
    const node = map.get(key, true) as unknown;
    if (node === undefined) return fallback;
    const match = isScalar(node) ? /^(\d+)(s|m|h|d)$/.exec(String(node.value)) : null;
    const amount = Number(match?.[1]);
    if (!match || amount === 0) this.fail(node, `${what} must be a duration such as 30s, 15m, 1h or 90d.`);
    return amount * { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 's' | 'm' | 'h' | 'd'];
  }

  /** `true` or `false`; false where it is not given. */
  flag(map: YAMLMap, key: string, what: string): boolean {
    const node = map.get(key, true) as unknown;
    if (node === undefined) return false;
    if (!isScalar(node) || typeof node.value !== 'boolean') this.fail(node, `${what} must be true or false.`);
    return node.value;
  }

  oneOf<T extends string>(map: YAMLMap, key: string, what: string, choices: readonly T[], fallback: T): T {
    const text = this.optionalText(map, key, what);
    if (text === undefined) return fallback;
    const choice = choices.find((name) => name === text);
    if (choice === undefined) this.fail(map.get(key, true), `${what} must be one of ${choices.join(', ')}.`);
    return choice;
  }
}
