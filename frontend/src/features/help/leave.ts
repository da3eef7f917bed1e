// Leaving quickly: nothing of us stays on the screen, in the page's storage or in this place of
// the history. Shared by the apps and the server's pages, so it imports nothing heavy.

import { forget } from '../../wire/forget';

/** Where one lands: a page anybody might have open. */
export const NEUTRAL = 'https://www.yr.no/';

const PRESSES = 3;
const WITHIN_MS = 1500;
// Wiping must not hold anybody up: what is not done by then, the browser finishes behind us.
const WIPE_MS = 150;

let leaving = false;

/** Hides the page at once, wipes what it stored, and goes. At most 300 ms. */
export async function leaveQuickly(): Promise<void> {
  if (leaving) return;
  leaving = true;
  document.documentElement.hidden = true;
  document.title = '…';
  await Promise.race([forget(), new Promise((done) => setTimeout(done, WIPE_MS))]);
  // The app keeps at most one step of its own in the history: step back over it first.
  const steps: unknown = (history.state as { steps?: unknown } | null)?.steps;
  if (steps === 1) {
    await new Promise<void>((done) => {
      addEventListener('popstate', () => done(), { once: true });
      setTimeout(done, 80);
      history.back();
    });
  }
  location.replace(NEUTRAL);
}

/** Wires `data-leave` elements and Escape pressed three times; returns a function that unwires. */
export function armQuickExit(): () => void {
  let pressed: number[] = [];
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.repeat) return;
    const now = performance.now();
    pressed = [...pressed.filter((at) => now - at < WITHIN_MS), now];
    if (pressed.length >= PRESSES) void leaveQuickly();
  };
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-leave]')) return;
    event.preventDefault();
    void leaveQuickly();
  };
  addEventListener('keydown', onKey, true);
  addEventListener('click', onClick, true);
  return () => {
    removeEventListener('keydown', onKey, true);
    removeEventListener('click', onClick, true);
  };
}
