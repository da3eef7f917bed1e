// G4: quick exit steps back over at most one step of ours.
import { describe, expect, it } from 'vitest';
import { step, type Held, type Spot } from './steps';

const desk: Spot = { at: 'desk' };
const group: Spot = { at: 'group', id: 'g' };
const one: Spot = { at: 'case', id: '1' };
const two: Spot = { at: 'case', id: '2' };

function walk(...spots: Spot[]): { moves: string[]; held: Held } {
  let held: Held = { steps: 0, spot: desk, base: null };
  const moves: string[] = [];
  for (const spot of spots) {
    const next = step(held, spot);
    moves.push(next.move);
    held = next.held;
  }
  return { moves, held };
}

describe('the way through the adults’ app', () => {
  it('leaves no more than one step behind', () => {
    expect(walk(group, desk).moves).toEqual(['replace', 'replace']);
    expect(walk(one, two, group, one).moves).toEqual(['push', 'replace', 'replace', 'replace']);
  });

  it('goes back to where it came from instead of over it', () => {
    const { moves, held } = walk(one, two, desk);
    expect(moves).toEqual(['push', 'replace', 'back']);
    expect(held).toEqual({ steps: 0, spot: desk, base: null });
  });
});
