import { dayNames, monthNames, readLayout } from './layout.ts';

/** What a clock and a calendar on the wall show. */
export interface Civil {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly yearDay: number;
  /** Seconds east of Greenwich. */
  readonly offset: number;
  readonly zone: string;
}

/** A time by a Go layout. */
export const formatCivil = (civil: Civil, layout: string): string =>
  readLayout(layout)
    .map((part) => ('literal' in part ? part.literal : formatPart(civil, part.part)))
    .join('');

const two = (number: number): string => String(number).padStart(2, '0');
const twelve = (hour: number): number => hour % 12 || 12;

function formatPart(civil: Civil, part: string): string {
  if (/^[.,]/.test(part)) return formatFraction(civil.nanosecond, part);
  if (/^[-Z]07/.test(part)) return formatOffset(civil.offset, part);
  switch (part) {
    case '2006':
      return civil.year < 0
        ? `-${String(-civil.year).padStart(4, '0')}`
        : String(civil.year).padStart(4, '0');
    case '06':
      return two(((civil.year % 100) + 100) % 100);
    case 'January':
      return monthNames[civil.month - 1] ?? '';
    case 'Jan':
      return (monthNames[civil.month - 1] ?? '').slice(0, 3);
    case 'Monday':
      return dayNames[civil.weekday] ?? '';
    case 'Mon':
      return (dayNames[civil.weekday] ?? '').slice(0, 3);
    case 'MST':
      return civil.zone;
    case 'PM':
      return civil.hour >= 12 ? 'PM' : 'AM';
    case 'pm':
      return civil.hour >= 12 ? 'pm' : 'am';
    case '002':
      return String(civil.yearDay).padStart(3, '0');
    case '__2':
      return String(civil.yearDay).padStart(3, ' ');
    case '_2':
      return String(civil.day).padStart(2, ' ');
    default:
      return formatNumberPart(civil, part);
  }
}

function formatNumberPart(civil: Civil, part: string): string {
  const values: Readonly<Record<string, number>> = {
    '1': civil.month,
    '2': civil.day,
    '3': twelve(civil.hour),
    '4': civil.minute,
    '5': civil.second,
    '15': civil.hour,
  };
  const value = values[part.replace(/^0/, '')] ?? 0;
  return part.startsWith('0') || part === '15' ? two(value) : String(value);
}

/** `.000` always shows so many digits, `.999` only as far as they are not zero. */
function formatFraction(nanosecond: number, part: string): string {
  const digits = String(nanosecond)
    .padStart(9, '0')
    .slice(0, part.length - 1)
    .padEnd(part.length - 1, '0');
  const shown = part[1] === '9' ? digits.replace(/0+$/, '') : digits;
  return shown === '' ? '' : part[0] + shown;
}

function formatOffset(offset: number, part: string): string {
  if (part.startsWith('Z') && offset === 0) return 'Z';
  const size = Math.abs(offset);
  const pieces = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60].map(two);
  const count = { 3: 1, 5: 2, 6: 2, 7: 3, 9: 3 }[part.length] ?? 2;
  return (offset < 0 ? '-' : '+') + pieces.slice(0, count).join(part.includes(':') ? ':' : '');
}
