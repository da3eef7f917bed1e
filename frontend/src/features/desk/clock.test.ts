import { describe, expect, it } from 'vitest';
import { countdown, dueIn, waited } from './clock';

const now = Date.parse('2026-11-23T19:00:00Z');
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();

describe('the times of a case', () => {
  it('say how long there is, and how far over', () => {
    expect(dueIn(at(90), now)).toEqual({ late: false, unit: 'minutes', amount: 2 });
    expect(dueIn(at(1), now)).toEqual({ late: false, unit: 'minutes', amount: 1 });
    expect(dueIn(at(-61), now)).toEqual({ late: true, unit: 'minutes', amount: 2 });
    expect(dueIn(at(7200), now)).toEqual({ late: false, unit: 'hours', amount: 2 });
  });

  it('say how long somebody has waited, in whole minutes gone by', () => {
    expect(waited(at(-59), now)).toBe(null);
    expect(waited(at(-60), now)).toEqual({ unit: 'minutes', amount: 1 });
    expect(waited(at(-119), now)).toEqual({ unit: 'minutes', amount: 1 });
    expect(waited(at(-120), now)).toEqual({ unit: 'minutes', amount: 2 });
    expect(waited(at(-3 * 3600), now)).toEqual({ unit: 'hours', amount: 3 });
  });

  it('count a claim down and stop at nothing', () => {
    expect(countdown(at(300), now)).toBe('5:00');
    expect(countdown(at(245), now)).toBe('4:05');
    expect(countdown(at(0.2), now)).toBe('0:01');
    expect(countdown(at(-5), now)).toBe('0:00');
  });
});
