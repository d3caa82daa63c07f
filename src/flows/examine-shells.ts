import type { Finding } from '../domain/finding.ts';
import { type Shell, shells } from '../domain/shell.ts';
import type { Ports } from '../ports.ts';
import { tilde } from './shell-places.ts';
import { type ShellTexts, type Survey, shadowing, surveyShells } from './shell-survey.ts';

/** The integration of shells in which there is one: whether new terminals get from it what it says. */
export async function examineShells(
  ports: Pick<Ports, 'files' | 'environment' | 'here' | 'shellProbe'>,
  texts: (shell: Shell) => ShellTexts,
): Promise<readonly Finding[]> {
  // Without a home there are no start-up files, and what needs one has been told.
  if (!ports.environment.get('HOME')?.startsWith('/')) return [];
  const surveys = await surveyShells(ports, shells, texts);
  return surveys.filter(({ state }) => state !== 'not installed').map(finding);
}

function finding(survey: Survey): Finding {
  const { shell, state, around, startUp, faults, damage, lines } = survey;
  const subject = `${shell} integration`;
  const file = tilde(startUp.own, around);
  const fix = `atmos-kit shell install --shell ${shell}`;
  switch (state) {
    case 'damaged': {
      const hint = damage?.hint;
      const where = tilde(damage?.at?.file ?? startUp.own, around);
      return { subject, level: 'warning', text: `${where}: ${damage?.message}`, ...(hint && { fix: hint }) };
    }
    case 'shadowed': {
      const places = shadowing(lines).map((line) => `${tilde(line.file, around)}:${line.line}`);
      const text = `${places.join(', ')} outranks what ${file} says of ATMOS_PROFILE`;
      return { subject, level: 'warning', text, fix };
    }
    case 'outdated':
      return { subject, level: 'note', text: faults.join(', '), fix };
    default:
      return { subject, level: 'ok', text: `in ${file}, and current` };
  }
}
