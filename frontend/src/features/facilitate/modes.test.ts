import { expect, it } from 'vitest';
import { firsts } from './modes';

it('E1: offers what is set now, in order and once', () => {
  expect(firsts(0)).toEqual([0, 1, 3, 5, 10]);
  expect(firsts(4)).toEqual([0, 1, 3, 4, 5, 10]);
});
