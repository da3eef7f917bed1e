// E7: words to the author are proposed in their language, and a person's own words are never lost.
import { describe, expect, it } from 'vitest';
import { propose, reworded } from './proposing';

const OF = {
  language: 'nb' as const,
  actions: { remove: 'Den vises ikke.' },
  reasons: { attack: 'Den kan såre.' },
  clause: 'I avtalen står det:',
};

describe('words to the author', () => {
  it('are put together from action, reason and clause', () => {
    expect(propose(OF, 'remove', 'attack', '')).toBe('Den vises ikke. Den kan såre.');
    expect(propose(OF, 'remove', 'attack', 'Vi er greie')).toBe(
      'Den vises ikke. Den kan såre. I avtalen står det: «Vi er greie»',
    );
    expect(propose(OF, 'remove', '', '')).toBe('Den vises ikke.');
    expect(propose(OF, 'publish', 'fine', '')).toBe('');
  });

  it('follow the choice until a person writes', () => {
    expect(reworded('', '', 'A')).toBe('A');
    expect(reworded('A', 'A', 'B')).toBe('B');
    expect(reworded('A, og litt til', 'A', 'B')).toBe('A, og litt til');
  });
});
