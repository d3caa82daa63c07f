import { formatPlace, type Place } from '../../src/domain/problem.ts';
import { emptyMap, type MapValue, type Plain, type Value } from '../../src/domain/value.ts';
import { provenanceOf } from '../../src/stacks/provenance.ts';
import { treeOf } from '../../src/yaml/plain-value.ts';
import { printJson } from '../../src/yaml/print-json.ts';
import { printYaml } from '../../src/yaml/print-yaml.ts';
import { readYaml } from '../../src/yaml/read-yaml.ts';

/** A description as YAML with the file and line of each value behind it; `root` is what files are named from. */
export function annotatedYaml(sections: MapValue, root: string | undefined): string {
  const text = printYaml(sections);
  const lines = text.split('\n');
  const places = new Map<number, Place>();
  // The printed text, read again, tells in which line each value stands.
  pair(readYaml(text, 'printed') ?? emptyMap({ file: 'printed' }), sections, (line, value) => {
    if (isWritten(value.at, sections.at)) places.set(line, value.at);
  });
  const width = Math.min(60, Math.max(0, ...[...places.keys()].map((line) => lines[line - 1]?.length ?? 0)));
  for (const [line, place] of places)
    lines[line - 1] = `${(lines[line - 1] ?? '').padEnd(width)}  # ${formatPlace(place, root)}`;
  return lines.join('\n');
}

/** The same for programs: the values, and by the path of each where it stands. */
export function annotatedJson(sections: MapValue, root: string | undefined): string {
  const origins: Plain = Object.fromEntries(
    provenanceOf(sections)
      .filter(({ at }) => isWritten(at, sections.at))
      .map(({ path, at }) => [path, formatPlace(at, root)]),
  );
  const both = new Map<string, Value>([
    ['component', sections],
    ['provenance', treeOf(origins, sections.at)],
  ]);
  return `${printJson({ ...sections, entries: both })}\n`;
}

/** What nobody wrote, such as the list of imports, has the place of the component as a whole. */
const isWritten = (at: Place, whole: Place): boolean =>
  at.file !== whole.file || at.line !== whole.line || at.column !== whole.column;

function pair(printed: Value, value: Value, note: (line: number, value: Value) => void): void {
  if (printed.type === 'map' && value.type === 'map' && value.entries.size > 0)
    for (const [key, entry] of printed.entries) pair(entry, value.entries.get(key) ?? value, note);
  else if (printed.type === 'list' && value.type === 'list' && value.items.length > 0)
    for (const [index, item] of printed.items.entries()) pair(item, value.items[index] ?? value, note);
  else if (printed.at.line !== undefined) note(printed.at.line, value);
}
