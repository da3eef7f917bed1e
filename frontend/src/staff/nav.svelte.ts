// Where a staff member is now.

import { step, type Held, type Spot } from './steps';

function held(): Held {
  const state = history.state as Held | null;
  return state?.steps === undefined ? { steps: 0, spot: null, base: null } : state;
}

let spot: Spot | null = $state.raw(held().spot);

addEventListener('popstate', () => (spot = held().spot));

export const nav = {
  /** Null at the start: the app chooses what this person does most. */
  get spot(): Spot | null {
    return spot;
  },
};

/** Goes there. `here` is where the person is while `nav.spot` is still null. */
export function go(next: Spot, here: Spot | null = null): void {
  const now = held();
  const { move, held: then } = step({ ...now, spot: now.spot ?? here }, next);
  if (move === 'push') history.pushState(then, '');
  else if (move === 'replace') history.replaceState(then, '');
  else history.back();
  spot = next;
}
