// D1 D2: a session is planned for the evening one meant.
import { describe, expect, it } from 'vitest';
import { fieldValue, inOrder, LENGTHS, moment, nextEvening, readiness, spanWords } from './hours';

describe('planning', () => {
  it('offers half an hour to three hours, in quarters', () => {
    expect(LENGTHS[0]).toBe(30);
    expect(LENGTHS.at(-1)).toBe(180);
    expect(LENGTHS).toContain(135);
  });

  it('proposes this evening while there is time, else the next', () => {
    expect(fieldValue(nextEvening(new Date(2026, 10, 23, 9, 30)))).toBe('2026-11-23T19:00');
    expect(fieldValue(nextEvening(new Date(2026, 10, 23, 18, 30)))).toBe('2026-11-24T19:00');
    expect(fieldValue(nextEvening(new Date(2026, 10, 30, 22, 0)))).toBe('2026-12-01T19:00');
  });

  it('reads a field as wall time here', () => {
    expect(moment('2026-11-25T19:05')).toEqual(new Date(2026, 10, 25, 19, 5));
    expect(moment('')).toBe(null);
    expect(moment('nonsense')).toBe(null);
  });

  it('says the day by its name, and both ends', () => {
    const words = spanWords(new Date(2026, 10, 25, 19, 0), 90, 'nb');
    expect(words).toContain('onsdag 25. november');
    expect(words).toContain('19:00');
    expect(words).toContain('20:30');
  });
});

describe('sessions', () => {
  const session = (state: 'planned' | 'open' | 'over', starts_at: string) => ({ state, starts_at });

  it('stand in the order in which one needs them', () => {
    const over1 = session('over', '2026-11-22T18:00:00Z');
    const over2 = session('over', '2026-11-23T10:00:00Z');
    const open = session('open', '2026-11-23T18:00:00Z');
    const soon = session('planned', '2026-11-24T18:00:00Z');
    const later = session('planned', '2026-11-30T18:00:00Z');
    expect(inOrder([later, over1, soon, over2, open])).toEqual([open, soon, later, over2, over1]);
  });

  it('know when it is time', () => {
    const now = Date.parse('2026-11-23T18:00:00Z');
    expect(readiness('2026-11-23T18:30:00Z', now)).toBe('soon');
    expect(readiness('2026-11-23T18:31:00Z', now)).toBe('far');
    expect(readiness('2026-11-23T17:59:00Z', now)).toBe('late');
  });
});
