import type { Finding } from '../../src/domain/finding.ts';
import { inertLines } from '../../src/domain/inert.ts';
import { treeOf } from '../../src/yaml/plain-value.ts';
import { json } from './columns.ts';
import { dataText } from './data.ts';

/** What `doctor` prints: a line for each finding and what puts it right below it, or the same as data. */
export function findingsText(findings: readonly Finding[], format: 'table' | 'json' | 'yaml'): string {
  if (format === 'json') return json({ findings });
  if (format === 'yaml')
    return dataText(treeOf({ findings: findings.map((one) => ({ ...one })) }, { file: '' }), 'yaml');
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const lines = findings.flatMap(({ level, subject, text, fix }) => {
    const start = `${level.padEnd(9)}${subject.padEnd(width)}  `;
    return [`${start}${text}`, ...(fix === undefined ? [] : [`${' '.repeat(start.length)}→ ${fix}`])];
  });
  return `${inertLines(lines.join('\n'))}\n\n${summary(findings)}\n`;
}

function summary(findings: readonly Finding[]): string {
  const of = (level: Finding['level']) => findings.filter((one) => one.level === level).length;
  const [broken, warnings] = [of('broken'), of('warning')];
  const told = [
    ...(broken === 0 ? [] : [broken === 1 ? 'One thing is broken' : `${broken} things are broken`]),
    ...(warnings === 0 ? [] : [warnings === 1 ? 'one warning' : `${warnings} warnings`]),
  ];
  return told.length === 0 ? 'All is well.' : `${told.join(', ')}.`.replace(/^o/, 'O');
}
