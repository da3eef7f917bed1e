// Where a staff member is. Views follow each other in the browser's history, so that a phone's back
// button does what it says; addresses tell nothing.

export type Spot =
  | { at: 'desk' }
  | { at: 'case'; id: string }
  | { at: 'group'; id: string }
  | { at: 'room'; room: string; group: string };

let spot: Spot | null = $state.raw((history.state as Spot | null) ?? null);

addEventListener('popstate', () => (spot = (history.state as Spot | null) ?? null));

export const nav = {
  /** Null at the start: the app chooses what this person does most. */
  get spot(): Spot | null {
    return spot;
  },
};

export function go(next: Spot): void {
  history.pushState(next, '');
  spot = next;
}
