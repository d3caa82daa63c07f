import { examine } from '../src/flows/examine.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { shellTexts } from './shell-texts.ts';
import { findingsText } from './speak/findings.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `doctor`: looks at everything that commands rest on. Exit code 1 where something keeps them from working. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const findings = await examine(ports, {
    ...projectFlags(call),
    fix: isOn(call, 'fix'),
    shellTexts: (shell) => shellTexts(ports, shell, 'auto'),
  });
  print(findingsText(findings, (textFlag(call, 'format') ?? 'table') as 'table' | 'json' | 'yaml'));
  const breaking = isOn(call, 'strict') ? ['broken', 'warning'] : ['broken'];
  return findings.some(({ level }) => breaking.includes(level)) ? 1 : 0;
};
