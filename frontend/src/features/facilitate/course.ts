// The evenings of a course as dates, and the steps of one. Pure: days are "2026-11-24", and no zone
// has a say in them.

import type { StepPart } from '../../wire/protocol';

export const TIMES_MOST = 26;
export const USUAL_TIMES = 8;
export const STEPS_MOST = 12;

/** The day so many weeks after another. */
export function later(day: string, weeks: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + weeks * 7);
  return at.toISOString().slice(0, 10);
}

/** The days of a course; none for a day that is none. */
export function days(first: string, times: number, every: number): string[] {
  if (Number.isNaN(Date.parse(`${first}T12:00:00Z`))) return [];
  const number = Math.max(1, Math.min(TIMES_MOST, Math.floor(times) || 1));
  return Array.from({ length: number }, (_, n) => later(first, n * every));
}

/** "tirsdag 24. november" */
export function dayWords(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));
}

/** How long the steps take together, in minutes. */
export function together(steps: readonly StepPart[]): number {
  return steps.reduce((sum, step) => sum + (Number(step.minutes) || 0), 0);
}

/** The steps with one moved up or down by one place; as they are, at an end. */
export function moved<T>(steps: readonly T[], place: number, by: 1 | -1): T[] {
  const next = [...steps];
  const [one] = next.splice(place, 1);
  if (one === undefined || place + by < 0 || place + by > next.length) return [...steps];
  next.splice(place + by, 0, one);
  return next;
}

/** Above this share the adults take much of the room; not said of a few messages. */
const MUCH = 0.4;
const FEW = 10;

export function adultShare(share: { adults: number; young: number }): { percent: number; much: boolean } {
  const all = share.adults + share.young;
  const part = all === 0 ? 0 : share.adults / all;
  return { percent: Math.round(part * 100), much: all >= FEW && part > MUCH };
}
