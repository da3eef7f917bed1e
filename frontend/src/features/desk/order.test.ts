// E1 E3: several moderators on one queue, and nobody loses their place.
import { describe, expect, it } from 'vitest';
import { keepPlace, neighbour, newGrave, nextFree } from './order';

const row = (id: string, holder: string | null = null, mine = false, severity = 1) => ({
  ...{ id, holder, mine, severity, for_me: true, skipped: false },
  state: holder ? 'claimed' : 'waiting',
});

describe('the queue', () => {
  const cases = [row('a', 'Max'), row('b'), row('c', 'Mona', true), row('d')];

  it('offers next what is already mine, then what nobody holds', () => {
    expect(nextFree(cases, 'd')?.id).toBe('c');
    expect(nextFree(cases, 'c')?.id).toBe('b');
    expect(nextFree([row('a', 'Max')], 'x')).toBeUndefined();
  });

  it('offers next nothing that is for a lead, on hold or not for me', () => {
    expect(nextFree([{ ...row('a'), for_me: false }], 'x')).toBeUndefined();
    expect(nextFree([{ ...row('a'), skipped: true }], 'x')).toBeUndefined();
    expect(nextFree([{ ...row('a', 'Mona', true), state: 'on_hold' }], 'x')).toBeUndefined();
  });

  it('is walked with the keys and stops at its ends', () => {
    expect(neighbour(cases, 'a', 1)?.id).toBe('b');
    expect(neighbour(cases, 'a', -1)?.id).toBe('a');
    expect(neighbour(cases, 'd', 1)?.id).toBe('d');
    expect(neighbour(cases, null, 1)?.id).toBe('a');
    expect(neighbour(cases, 'gone', -1)?.id).toBe('d');
    expect(neighbour([], null, 1)).toBeUndefined();
  });

  it('keeps the place when others decide cases and new ones arrive on top', () => {
    expect(keepPlace(['a', 'b', 'c'], ['x', 'a', 'b', 'c'], 'b')).toBe('b');
    expect(keepPlace(['a', 'b', 'c'], ['x', 'a', 'c'], 'b')).toBe('c');
    expect(keepPlace(['a', 'b', 'c'], ['x', 'a'], 'b')).toBe('a');
    expect(keepPlace(['a', 'b'], ['x'], 'b')).toBe(null);
    expect(keepPlace(['a'], ['b'], null)).toBe(null);
  });

  it('announces a grave case once, and none of those there from the start', () => {
    const grave = [row('a', null, false, 4), row('b', null, false, 2), row('c', 'Mona', true, 3)];
    expect(newGrave(grave, null)).toEqual([]);
    expect(newGrave(grave, new Set()).map((one) => one.id)).toEqual(['a']);
    expect(newGrave(grave, new Set(['a']))).toEqual([]);
  });
});
