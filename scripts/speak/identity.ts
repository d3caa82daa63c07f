import type { IdentityReport } from '../../src/flows/identity-report.ts';
import { columns, json } from './columns.ts';

/** What `identity` prints. */
export function identityText(
  report: IdentityReport,
  options: { format: 'table' | 'json'; explain: boolean },
): string {
  const { chain, lost, ...short } = report;
  if (options.format === 'json') return json(options.explain ? report : short);
  const at = report.place === undefined ? '' : ` (${report.place})`;
  const rows: string[][] = [
    ['Identity', report.identity ?? 'none, on purpose'],
    ['Because', `${report.why}${at}`],
  ];
  if (!options.explain) return columns(rows);
  const links = (chain ?? []).map(({ name, kind, what, place }) => [name, kind, what, place]);
  const losers = lost.map(({ identity, source, because, place }) => [identity, source, because, place ?? '']);
  return [
    columns([
      ...rows,
      [
        'For',
        `${report.component} in ${report.stack}${report.region === undefined ? '' : `, ${report.region}`}`,
      ],
    ]),
    ...(links.length === 0
      ? []
      : ['\nChain, in the order in which its keys are made:\n', indent(columns(links))]),
    losers.length === 0
      ? '\nNothing else named an identity.\n'
      : `\nNamed as well, and lost:\n${indent(columns(losers))}`,
  ].join('');
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
