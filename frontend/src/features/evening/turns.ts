// Where one stands in a circle, and how long one still waits in a slow room. Pure.

import type { CirclePart } from '../../wire/protocol';

export type Stand =
  | { at: 'mine' }
  /** `ahead`: how many are asked before me; null when that is not known, or nobody is asked now. */
  | { at: 'waiting'; ahead: number }
  | { at: 'passed' | 'kept' | 'done' | 'apart' };

/** Where this membership stands. */
export function stand(circle: CirclePart, me: string): Stand {
  if (circle.speaker === me) return { at: 'mine' };
  const place = circle.waiting.indexOf(me);
  if (place >= 0) return { at: 'waiting', ahead: place + (circle.speaker ? 1 : 0) };
  if (circle.passed.includes(me)) return { at: 'passed' };
  if (circle.away.includes(me)) return { at: 'kept' };
  return { at: circle.heard.includes(me) ? 'done' : 'apart' };
}

// Two clocks are never quite the same: rather a moment too late than refused.
const APART_MS = 700;

/** Whole seconds until one may write again, after writing last at `last`. */
export function slowLeft(seconds: number, last: string | null, now: number): number {
  if (seconds <= 0 || last === null) return 0;
  return Math.max(0, Math.ceil(seconds - (now - Date.parse(last) - APART_MS) / 1000));
}

/** "4:05"; "0:00" once it is past. */
export function countdown(until: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
