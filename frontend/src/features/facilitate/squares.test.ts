import { describe, expect, it } from 'vitest';
import { squares } from './squares';

describe('a grid of squares', () => {
  it('becomes one path, a rectangle for each run', () => {
    const grid = ['##.', '..#', '###'];
    expect(squares(3, (x, y) => grid[y]?.[x] === '#')).toBe('M0 0h2v1H0zM2 1h1v1H2zM0 2h3v1H0z');
    expect(squares(2, () => false)).toBe('');
  });
});
