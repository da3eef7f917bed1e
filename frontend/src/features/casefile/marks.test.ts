// E14: each flag shows the words that carried it.
import { describe, expect, it } from 'vitest';
import { carried, familyOf } from './marks';

describe('the words that weighed', () => {
  it('are gathered by what they weighed for', () => {
    const found = carried([
      { text: 'Du er en ', heads: [] },
      { text: 'jævla', heads: ['insult', 'toxicity'] },
      { text: ' idiot', heads: ['insult'] },
      { text: ', ', heads: [] },
      { text: 'idiot', heads: ['toxicity'] },
    ]);
    expect(found).toEqual([
      { head: 'insult', family: 'conduct', words: ['jævla idiot'] },
      { head: 'toxicity', family: 'conduct', words: ['jævla', 'idiot'] },
    ]);
  });

  it('are said once, and not at all when nothing weighed', () => {
    expect(carried([{ text: 'a', heads: ['threat'] }, { text: ' ', heads: [] }, { text: 'a', heads: ['threat'] }])[0]?.words).toEqual(['a']);
    expect(carried([{ text: 'Hei', heads: [] }])).toEqual([]);
  });

  it('belong to care before anything else', () => {
    expect(familyOf(['insult', 'self_directed'])).toBe('care');
    expect(familyOf(['personal_data', 'toxicity'])).toBe('privacy');
    expect(familyOf(['obscene'])).toBe('conduct');
  });
});
