// D10: what has changed between two versions of an agreement.
import { describe, expect, it } from 'vitest';
import { changes } from './clauses';

describe('between two versions', () => {
  it('what is new and what is gone is told', () => {
    expect(changes(['a', 'b'], ['a', 'c'])).toEqual({ added: ['c'], removed: ['b'] });
    expect(changes(['a', 'b'], ['b', 'a'])).toEqual({ added: [], removed: [] });
    expect(changes(['a'], ['a', 'a'])).toEqual({ added: ['a'], removed: [] });
    expect(changes([], ['a'])).toEqual({ added: ['a'], removed: [] });
  });
});
