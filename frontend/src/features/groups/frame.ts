// What a group is set up as, while it is chosen. Pure.

import type { GroupFrame } from '../../wire/protocol';
import type { Language } from '../../wire/link';

export type Band = GroupFrame['bands'][number];
export type Ground = GroupFrame['ground'];
export type Mode = 'publish_then_check' | 'hold_if_flagged' | 'hold_all';
export type Hours = 'always' | 'weekdays' | 'own';
/** `agreement` is null until its lines have been looked at. */
export type Draft = { frame: GroupFrame; mode: Mode; first_held: number; agreement: string[] | null };

export const BANDS: readonly Band[] = ['under_13', '13_15', '16_19', '20_up'];
export const GROUNDS: readonly Ground[] = ['child_13', 'health_16', 'guardian'];
const FITTING: Record<Ground, readonly Band[]> = {
  child_13: BANDS.slice(1),
  health_16: BANDS.slice(2),
  guardian: BANDS,
};
/** With more it is harder to be heard. */
export const SIZE_LARGE = 15;
export const SIZE = { least: 3, most: 30 };
export const ADULTS = { least: 0, most: 4 };
const KEPT = [0, 7, 30, 90, 365];
const WEEKDAYS = [0, 1, 2, 3, 4];

/** The way most groups begin. */
export function fresh(language: Language): Draft {
  return {
    frame: {
      name: '',
      theme: '',
      bands: ['13_15', '16_19'],
      ground: 'child_13',
      languages: [language],
      size: 10,
      retention_days: 30,
      adults_needed: 2,
      opens: null,
      closes: null,
      days: [],
      closed_on_holidays: false,
      closed_dates: [],
      outside: 'read_only',
      zone: 'Europe/Oslo',
    },
    mode: 'hold_if_flagged',
    first_held: 0,
    agreement: null,
  };
}

export function fits(ground: Ground, bands: readonly Band[]): boolean {
  return bands.every((band) => FITTING[ground].includes(band));
}

/** The ground held, or the one that these ages need. */
export function groundFor(held: Ground, bands: readonly Band[]): Ground {
  return fits(held, bands) ? held : 'guardian';
}

/** With this one, or without it; in the order of `all` where one is given. */
export function toggled<T>(held: readonly T[], one: T, all?: readonly T[]): T[] {
  const next = held.includes(one) ? held.filter((other) => other !== one) : [...held, one];
  return all ? all.filter((other) => next.includes(other)) : next;
}

/** "15:00" of what the server writes as "15:00:00". */
export function wall(time: string | null | undefined): string {
  return time?.slice(0, 5) ?? '';
}

/** As the server wants it: its clock has seconds, a field on the screen has none. */
export function sent(frame: GroupFrame): GroupFrame {
  const seconds = (time: string | null | undefined) => (time ? `${wall(time)}:00` : null);
  return { ...frame, opens: seconds(frame.opens), closes: seconds(frame.closes) };
}

export function hoursOf(frame: GroupFrame): Hours {
  const always = !frame.opens && !frame.closes;
  if (always && frame.days.length === 0) return 'always';
  const after = wall(frame.opens) === '15:00' && wall(frame.closes) === '21:00';
  return after && frame.days.join() === WEEKDAYS.join() ? 'weekdays' : 'own';
}

/** What a preset means. Own hours begin with what was there. */
export function withHours(frame: GroupFrame, hours: Hours): GroupFrame {
  if (hours === 'always') return { ...frame, opens: null, closes: null, days: [] };
  if (hours === 'weekdays') return { ...frame, opens: '15:00', closes: '21:00', days: WEEKDAYS };
  return frame.opens ? frame : { ...frame, opens: '16:00', closes: '22:00' };
}

/** They close on the next day. Both are right; it is said so that nobody wonders. */
export function overNight(frame: GroupFrame): boolean {
  return !!frame.opens && !!frame.closes && wall(frame.closes) < wall(frame.opens);
}

/** They begin or end in the hour that is missing one night, and comes twice in another. */
export function onClockNight(frame: GroupFrame): boolean {
  return [frame.opens, frame.closes].some((time) => wall(time) >= '02:00' && wall(time) < '03:00');
}

/** The usual lengths, and what is set now if it is another. */
export function kept(now: number): number[] {
  return [...new Set([...KEPT, now])].toSorted((a, b) => a - b);
}

/** Monday is 0. */
export function dayName(day: number, locale: string, length: 'short' | 'long' = 'short'): string {
  return new Intl.DateTimeFormat(locale, { weekday: length }).format(new Date(2024, 0, 1 + day));
}

/** The step on which something can be done about a refusal. */
export function stepOf(code: string): number | null {
  if (code === 'group_name_length' || code === 'theme_length') return 0;
  if (/^(bands|languages|size)_/.test(code)) return 1;
  if (/^(hours|days|dates|zone)_/.test(code)) return 2;
  if (/^(adults|retention)_/.test(code)) return 3;
  if (code === 'agreement_empty' || code === 'clause_length') return 4;
  return null;
}
