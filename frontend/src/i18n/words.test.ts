// H1: three languages, one set of keys; words change without a reload.
import { beforeEach, describe, expect, it } from 'vitest';
import { DomainError, LineCut } from '../wire';
import { asKey, fill, formatDay, formatTime, getLanguage, refusalWords, setLanguage, t } from '.';

beforeEach(() => setLanguage('nb', ['app', 'errors']));

describe('words', () => {
  it('come in the chosen language', async () => {
    expect(t('app.help.now')).toBe('Hjelp nå');
    await setLanguage('nn');
    expect(getLanguage()).toBe('nn');
    expect(t('app.help.now')).toBe('Hjelp no');
    await setLanguage('en');
    expect(t('app.help.now')).toBe('Help now');
  });

  it('are filled in, and leave unknown holes visible', () => {
    expect(t('app.composer.left', { left: 12 })).toBe('12 tegn igjen');
    expect(fill('{a} og {b}', { a: 'x', b: null })).toBe('x og {b}');
    expect(fill('{a}', { a: '{b}' })).toBe('{b}');
  });

  it('exist for what the server refuses', () => {
    expect(refusalWords(new DomainError('text_too_long', { max: 2000 }))).toContain('2000');
    expect(refusalWords(new LineCut())).toBe(t('app.line.cut'));
    expect(refusalWords(new Error('x'))).toBe(t('errors.unavailable'));
    expect(asKey('errors.room_closed')).toBe('errors.room_closed');
    expect(asKey('errors.never')).toBe(null);
  });

  it.each(['nb', 'nn', 'en'] as const)('leave none of the catalogues half done: %s', async (language) => {
    const files = import.meta.glob<Record<string, string>>('../../../forum/words/*/{app,errors}.json', {
      import: 'default',
      eager: true,
    });
    for (const area of ['app', 'errors']) {
      const here = files[`../../../forum/words/${language}/${area}.json`] ?? {};
      const nb = files[`../../../forum/words/nb/${area}.json`] ?? {};
      expect(Object.keys(here).sort()).toEqual(Object.keys(nb).sort());
    }
  });
});

describe('times', () => {
  const now = new Date(2026, 10, 23, 18, 30);

  it('speak of days as people do', async () => {
    expect(formatDay(now, now)).toBe('i dag');
    expect(formatDay(new Date(2026, 10, 22, 23, 59), now)).toBe('i går');
    expect(formatDay(new Date(2026, 10, 24, 0, 1), now)).toBe('i morgen');
    expect(formatDay(new Date(2026, 10, 20), now)).toBe('fredag');
    expect(formatDay(new Date(2026, 2, 12), now)).toBe('12. mars');
    await setLanguage('en');
    expect(formatDay(now, now)).toBe('today');
  });

  it('show the clock with four figures', () => {
    expect(formatTime(new Date(2026, 10, 23, 7, 5))).toBe('07:05');
  });
});
