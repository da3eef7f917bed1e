// Times in words, by the browser's own knowledge of the language.

import { getLanguage } from './words.svelte';

const LOCALES = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' } as const;

// Making one costs more than all the rest of a line on the screen.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Date | string | number, options: Intl.DateTimeFormatOptions): string {
  const locale = LOCALES[getLanguage()];
  const key = locale + JSON.stringify(options);
  let one = formats.get(key);
  if (!one) formats.set(key, (one = new Intl.DateTimeFormat(locale, options)));
  return one.format(new Date(at));
}

export function sameDay(a: Date | string | number, b: Date | string | number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** "18:30" */
export function formatTime(at: Date | string | number): string {
  return format(at, { hour: '2-digit', minute: '2-digit' });
}

/** "i dag", "i går", "i morgen", "tirsdag" within a week, else "12. mars". */
export function formatDay(at: Date | string | number, now: Date | number = Date.now()): string {
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (Math.abs(days) <= 1) {
    return new Intl.RelativeTimeFormat(LOCALES[getLanguage()], { numeric: 'auto' }).format(days, 'day');
  }
  if (Math.abs(days) < 7) return format(at, { weekday: 'long' });
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const };
  return format(at, { day: 'numeric', month: 'long', ...year });
}

/** "i dag 18:30", "tirsdag 18:30" */
export function formatWhen(at: Date | string | number, now: Date | number = Date.now()): string {
  return `${formatDay(at, now)} ${formatTime(at)}`;
}

/** "om 2 dager", "om 5 timer", "om 3 minutter" */
export function formatLeft(at: Date | string | number, now: Date | number): string {
  const minutes = Math.max(1, Math.round((new Date(at).getTime() - new Date(now).getTime()) / 60_000));
  const left = new Intl.RelativeTimeFormat(LOCALES[getLanguage()]);
  if (minutes < 90) return left.format(minutes, 'minute');
  return minutes < 36 * 60 ? left.format(Math.round(minutes / 60), 'hour') : left.format(Math.round(minutes / 1440), 'day');
}

function midnight(at: Date | string | number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}
