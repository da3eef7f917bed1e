// E4 E6: the queue by group, kind and mine; what is not for me stands last.
import { describe, expect, it } from 'vitest';
import { ALL, fits, inOrder, isAll } from './filter';

const row = { group: 'g', queue: 'care' as const, mine: false };

describe('the filter', () => {
  it('lets everything through when nothing is asked for', () => {
    expect(isAll(ALL)).toBe(true);
    expect(fits(row, ALL)).toBe(true);
  });

  it('asks for all at once', () => {
    expect(fits(row, { group: 'g', queue: 'care', mine: false })).toBe(true);
    expect(fits(row, { group: 'h', queue: 'care', mine: false })).toBe(false);
    expect(fits(row, { group: null, queue: 'conduct', mine: false })).toBe(false);
    expect(fits(row, { group: 'g', queue: 'care', mine: true })).toBe(false);
    expect(isAll({ ...ALL, mine: true })).toBe(false);
  });

  it('puts last what one would rather not look at, and keeps the order otherwise', () => {
    const rows = [
      { id: 'a', skipped: true },
      { id: 'b', skipped: false },
      { id: 'c', skipped: true },
      { id: 'd', skipped: false },
    ];
    expect(inOrder(rows).map((one) => one.id)).toEqual(['b', 'd', 'a', 'c']);
  });
});
