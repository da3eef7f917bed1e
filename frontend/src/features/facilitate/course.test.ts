import { expect, test } from 'vitest';
import { adultShare, days, dayWords, later, moved, together } from './course';

test('eight Tuesdays, across both changes of the clock and a year', () => {
  expect(days('2026-10-13', 4, 1)).toEqual(['2026-10-13', '2026-10-20', '2026-10-27', '2026-11-03']);
  expect(days('2026-12-29', 3, 2)).toEqual(['2026-12-29', '2027-01-12', '2027-01-26']);
  expect(later('2028-02-22', 1)).toBe('2028-02-29');
  expect(days('', 4, 1)).toEqual([]);
  expect(days('2026-10-13', 99, 1)).toHaveLength(26);
});

test('a day by name, whatever zone the screen is in', () => {
  expect(dayWords('2026-11-24', 'nb-NO')).toBe('tirsdag 24. november');
});

test('steps add up, and move by one place', () => {
  const steps = [
    { title: 'a', minutes: 10, prompt: '' },
    { title: 'b', minutes: 35, prompt: '' },
  ];
  expect(together(steps)).toBe(45);
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

test('the adults are told of their share, but not after three messages', () => {
  expect(adultShare({ adults: 0, young: 0 })).toEqual({ percent: 0, much: false });
  expect(adultShare({ adults: 2, young: 1 })).toEqual({ percent: 67, much: false });
  expect(adultShare({ adults: 4, young: 6 })).toEqual({ percent: 40, much: false });
  expect(adultShare({ adults: 5, young: 6 })).toEqual({ percent: 45, much: true });
});
