// E7: a decision carries a reason, and only one that fits.
import { describe, expect, it } from 'vitest';
import { fittingReasons, keptReason, wordsReach } from './reasons';

const ALL = ['fine', 'attack', 'threat', 'identity', 'sexual', 'harm', 'private', 'contact', 'care', 'other'];

describe('reasons', () => {
  it.each(['rephrase', 'remove', 'pause', 'remove_member'])('against somebody are never kind ones: %s', (action) => {
    const fit = fittingReasons(action, ALL);
    expect(fit).not.toContain('fine');
    expect(fit).not.toContain('care');
    expect(fit).toHaveLength(8);
  });

  it('for letting something stand are no accusations', () => {
    expect(fittingReasons('publish', ALL)).toEqual(['fine', 'care', 'other']);
    expect(fittingReasons('looked_after', ALL)).toEqual(['fine', 'care', 'other']);
  });

  it('for a content note are all of them', () => {
    expect(fittingReasons('publish_with_note', ALL)).toEqual(ALL);
  });

  it('only come from what the server offers', () => {
    expect(fittingReasons('remove', ['attack'])).toEqual(['attack']);
  });

  it('stay when the action changes, if they still fit', () => {
    expect(keptReason('pause', ALL, 'attack')).toBe('attack');
    expect(keptReason('remove', ALL, 'fine')).toBe('');
    expect(keptReason('publish', ALL, 'attack')).toBe('fine');
    expect(keptReason('looked_after', ALL, '')).toBe('care');
  });
});

describe('words to the author', () => {
  it('are asked for only where they arrive', () => {
    expect(wordsReach('remove', 'held')).toBe(true);
    expect(wordsReach('publish', 'held')).toBe(false);
    expect(wordsReach('looked_after', 'held')).toBe(true);
    expect(wordsReach('looked_after', 'published')).toBe(false);
  });
});
