import { expect, test } from 'vitest';
import type { CirclePart } from '../../wire/protocol';
import { countdown, slowLeft, stand } from './turns';

const circle: CirclePart = {
  question: '',
  turn_seconds: 60,
  speaker: 'a',
  again: false,
  ends_at: null,
  waiting: ['b', 'c'],
  passed: ['d'],
  away: ['e'],
  heard: ['f'],
};

test('everybody knows where they stand', () => {
  expect(stand(circle, 'a')).toEqual({ at: 'mine' });
  expect(stand(circle, 'c')).toEqual({ at: 'waiting', ahead: 2 });
  expect(stand({ ...circle, speaker: null }, 'b')).toEqual({ at: 'waiting', ahead: 0 });
  expect(stand(circle, 'd')).toEqual({ at: 'passed' });
  expect(stand(circle, 'e')).toEqual({ at: 'kept' });
  expect(stand(circle, 'f')).toEqual({ at: 'done' });
  expect(stand(circle, 'x')).toEqual({ at: 'apart' });
});

test('a slow room counts down, and then lets one write', () => {
  const last = '2026-11-24T19:00:00Z';
  expect(slowLeft(30, last, Date.parse(last) + 11_700)).toBe(19);
  expect(slowLeft(30, last, Date.parse(last) + 30_000)).toBe(1);
  expect(slowLeft(30, last, Date.parse(last) + 30_700)).toBe(0);
  expect(slowLeft(0, last, Date.parse(last))).toBe(0);
  expect(slowLeft(30, null, Date.parse(last))).toBe(0);
});

test('what is left is never below nothing', () => {
  expect(countdown('2026-11-24T19:01:05Z', Date.parse('2026-11-24T19:00:00Z'))).toBe('1:05');
  expect(countdown('2026-11-24T19:01:05Z', Date.parse('2026-11-24T20:00:00Z'))).toBe('0:00');
});
