// H1 E7: whatever the server may name in a case has words, in every language.
import { beforeEach, describe, expect, it } from 'vitest';
import { LANGUAGES, setLanguage } from '../../i18n';
import type { DecideCase } from '../../wire/protocol';
import { actionWords, eventWords, reasonWords } from './words';

// Typed, so that a new action of the protocol does not compile until it stands here.
const ACTIONS: Record<DecideCase['action'], true> = {
  publish: true,
  publish_with_note: true,
  rephrase: true,
  remove: true,
  pause: true,
  remove_session: true,
  remove_member: true,
  looked_after: true,
  uphold: true,
  lift: true,
  no_ground: true,
  talked: true,
};
const EVENTS = [
  ...['opened', 'joined', 'seen', 'claimed', 'released', 'lapsed', 'on_hold', 'handed_over', 'escalated', 'skipped'],
  ...['noted', 'appealed', 'graded_1', 'graded_2', 'graded_3', 'graded_4', 'side_room'],
  ...Object.keys(ACTIONS),
];
const REASONS = ['fine', 'attack', 'threat', 'identity', 'sexual', 'harm', 'private', 'contact', 'care', 'other'];

describe.each([...LANGUAGES])('a case in %s', (language) => {
  beforeEach(() => setLanguage(language, ['app', 'errors', 'staff']));

  it('names every action, held or published', () => {
    for (const action of Object.keys(ACTIONS)) {
      expect(actionWords(action, 'held')).not.toBe(action);
      expect(actionWords(action, 'published')).not.toBe(action);
    }
    // What stands already is left, not shown again.
    expect(actionWords('publish', 'published')).not.toBe(actionWords('publish', 'held'));
  });

  it('names every reason and every line of the history', () => {
    for (const reason of REASONS) expect(reasonWords(reason)).not.toBe(reason);
    for (const what of EVENTS) expect(eventWords(what)).not.toBe(what);
  });
});
