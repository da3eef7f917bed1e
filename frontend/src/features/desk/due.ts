// How long until somebody should have looked, or how long ago that was. Pure.

export interface Due {
  late: boolean;
  /** Whole minutes, at least one. */
  minutes: number;
}

export function dueIn(due: string, now: number): Due {
  const left = Date.parse(due) - now;
  return { late: left < 0, minutes: Math.max(1, Math.ceil(Math.abs(left) / 60_000)) };
}

/** The case to go to when this one is done: the first in the queue that nobody else holds. */
export function nextFree<C extends { id: string; holder: string | null; mine: boolean }>(
  cases: readonly C[],
  done: string,
): C | undefined {
  return cases.find((one) => one.id !== done && (one.holder === null || one.mine));
}

/** The neighbour of a case in the queue, for the arrow keys; stays at the ends. */
export function neighbour<C extends { id: string }>(
  cases: readonly C[],
  current: string | null,
  step: 1 | -1,
): C | undefined {
  const at = cases.findIndex((one) => one.id === current);
  if (at < 0) return step === 1 ? cases[0] : cases.at(-1);
  return cases[Math.min(cases.length - 1, Math.max(0, at + step))];
}
