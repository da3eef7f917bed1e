// E3: what one sees of a claim is the newest anybody knows.
import { describe, expect, it } from 'vitest';
import type { CaseRow, Desk } from '../../wire/protocol';
import { goneFrom, newest } from './picture';

const row = (facts: Partial<CaseRow>) => ({ id: 'a', version: 1, lease_until: null, ...facts }) as CaseRow;
const desk = (cases: CaseRow[], open = cases.length) => ({ type: 'desk', cases, open }) as Desk;

describe('a case', () => {
  it('is known from either side', () => {
    expect(newest(undefined, undefined)).toBe(null);
    expect(newest(undefined, row({ version: 3 }))?.version).toBe(3);
  });

  it('is as its higher version says', () => {
    const old = row({ version: 1, mine: true });
    const young = row({ version: 2, mine: false });
    expect(newest(old, young)).toBe(young);
    expect(newest(young, old)).toBe(young);
  });

  it('keeps a renewed claim that the queue has not heard of', () => {
    const queue = row({ lease_until: '2026-11-23T19:05:00Z' });
    const file = row({ lease_until: '2026-11-23T19:06:00Z' });
    expect(newest(queue, file)).toBe(file);
    expect(newest(file, queue)).toBe(file);
  });

  it('is closed when a whole queue is without it', () => {
    expect(goneFrom(null, 'a')).toBe(false);
    expect(goneFrom(desk([row({})]), 'a')).toBe(false);
    expect(goneFrom(desk([]), 'a')).toBe(true);
    expect(goneFrom(desk([row({ id: 'b' })], 101), 'a')).toBe(false);
  });
});
