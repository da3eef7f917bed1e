// Times of a case as a person counts them. Pure; moments are ISO strings, `now` is in ms.

export interface Span {
  unit: 'minutes' | 'hours';
  /** Whole, at least one. */
  amount: number;
}

const MINUTE = 60_000;

function span(ms: number): Span {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE));
  return minutes < 90 ? { unit: 'minutes', amount: minutes } : { unit: 'hours', amount: Math.round(minutes / 60) };
}

/** How long until somebody should have looked, or how long ago that was. */
export function dueIn(due: string, now: number): Span & { late: boolean } {
  const left = Date.parse(due) - now;
  return { late: left < 0, ...span(Math.abs(left)) };
}

/** How long a case has waited; null: less than a minute. */
export function waited(opened: string, now: number): Span | null {
  const ms = now - Date.parse(opened);
  return ms < MINUTE ? null : span(ms - MINUTE + 1);
}

/** What is left, as "4:05"; never below "0:00". */
export function countdown(until: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
