// How views of the adults' app follow each other in the browser's history. At most one step of ours
// stands there, so that a phone's back button does what it says and quick exit has little to step
// over. Addresses tell nothing. Pure.

export type Spot =
  | { at: 'desk' }
  | { at: 'limits' }
  | { at: 'shift' }
  | { at: 'oversight' }
  | { at: 'found' }
  | { at: 'group'; id: string }
  | { at: 'case'; id: string }
  /** `from`: the case whose side room this is. */
  | { at: 'room'; room: string; group: string; from?: string };

export interface Held {
  steps: 0 | 1;
  /** Null at the start: the app chooses what this person does most. */
  spot: Spot | null;
  /** What lies under our one step. */
  base: Spot | null;
}

export type Move = 'push' | 'replace' | 'back';

const isDeep = (spot: Spot) => spot.at === 'case' || spot.at === 'room';

export function sameSpot(a: Spot | null, b: Spot | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Where to go next, and how history moves for it. */
export function step(held: Held, next: Spot): { move: Move; held: Held } {
  if (held.steps === 1) {
    if (sameSpot(held.base, next)) return { move: 'back', held: { steps: 0, spot: next, base: null } };
    return { move: 'replace', held: { ...held, spot: next } };
  }
  if (isDeep(next)) return { move: 'push', held: { steps: 1, spot: next, base: held.spot } };
  return { move: 'replace', held: { steps: 0, spot: next, base: null } };
}
