// Where one is in the app. At most one step of ours stands in the browser's history, so that the
// phone's back button leads home, and quick exit has little to step over. Addresses say nothing.

export type Spot = { at: 'home' } | { at: 'me' } | { at: 'room'; room: string };

interface Held {
  steps: 0 | 1;
  spot: Spot;
}

const HOME: Spot = { at: 'home' };

function held(): Held {
  const state = history.state as Held | null;
  return state?.spot ? state : { steps: 0, spot: HOME };
}

let spot: Spot = $state.raw(held().spot);

addEventListener('popstate', () => (spot = held().spot));

export const nav = {
  get spot(): Spot {
    return spot;
  },
};

export function go(next: Spot): void {
  const { steps } = held();
  if (next.at === 'home') {
    if (steps === 1) history.back();
    spot = HOME;
    return;
  }
  const state: Held = { steps: 1, spot: next };
  if (steps === 1) history.replaceState(state, '');
  else history.pushState(state, '');
  spot = next;
}
