// Planning in the wall time of whoever plans. Pure; a field's value is "2026-11-23T19:00".

/** From half an hour to three, in quarters. */
export const LENGTHS = Array.from({ length: 11 }, (_, n) => 30 + n * 15);
export const USUAL_LENGTH = 90;
const USUAL_HOUR = 19;

/** What a datetime-local field holds for a moment. */
export function fieldValue(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Seven in the evening: today when that is well ahead, else tomorrow. */
export function nextEvening(now: Date): Date {
  const evening = new Date(now.getFullYear(), now.getMonth(), now.getDate(), USUAL_HOUR);
  if (evening.getTime() - now.getTime() < 3_600_000) evening.setDate(evening.getDate() + 1);
  return evening;
}

/** The moment a field's value means here; null when it is none. */
export function moment(value: string): Date | null {
  const at = new Date(value);
  return value && !Number.isNaN(at.getTime()) ? at : null;
}

/** "onsdag 25. november 19:00–20:30": the day by name, so that nobody is a week off. */
export function spanWords(from: Date, minutes: number, locale: string): string {
  const to = new Date(from.getTime() + minutes * 60_000);
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).formatRange(from, to);
}

interface Session {
  state: 'planned' | 'open' | 'over' | 'cancelled';
  starts_at: string;
}

/** Open ones first, then by when they start; what is over last, newest first. */
export function inOrder<S extends Session>(sessions: readonly S[]): S[] {
  const rank = { open: 0, planned: 1, cancelled: 1, over: 2 };
  return sessions.toSorted((a, b) => {
    const byTime = Date.parse(a.starts_at) - Date.parse(b.starts_at);
    return rank[a.state] - rank[b.state] || (a.state === 'over' ? -byTime : byTime);
  });
}

const SOON_MS = 30 * 60_000;

/** Where a planned session stands: far off, about to start, or past its time. */
export function readiness(startsAt: string, now: number): 'far' | 'soon' | 'late' {
  const left = Date.parse(startsAt) - now;
  return left < 0 ? 'late' : left <= SOON_MS ? 'soon' : 'far';
}
