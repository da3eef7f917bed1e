// E6: charts with an axis people can read.
import { describe, expect, it } from 'vitest';
import { newest, top } from './bars';

const bar = (low: number | null, high: number | null = low) => ({ label: '', low, high });

describe('a chart', () => {
  it('ends in a round number that holds the highest bar', () => {
    expect(top([bar(3, 7)], 1)).toBe(10);
    expect(top([bar(12, 19)], 1)).toBe(20);
    expect(top([bar(0.2)], 0.1)).toBe(0.2);
    expect(top([bar(51)], 1)).toBe(100);
    expect(top([], 10)).toBe(10);
  });

  it('reads the newest week that tells something', () => {
    expect(newest([bar(1), bar(2), bar(null)])?.low).toBe(2);
    expect(newest([bar(null)])).toBeUndefined();
  });
});
