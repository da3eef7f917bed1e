// Keeping one's place in a queue that changes by itself. Pure.

interface Case {
  id: string;
  holder: string | null;
  mine: boolean;
  state: string;
  for_me: boolean;
  skipped: boolean;
}

/** The case to go to when this one is done: one's own first, then the first that nobody holds. */
export function nextFree<C extends Case>(cases: readonly C[], done: string): C | undefined {
  const free = cases.filter(
    (one) => one.id !== done && one.for_me && one.state !== 'on_hold' && (one.holder === null || one.mine),
  );
  return free.find((one) => one.mine) ?? free.find((one) => !one.skipped);
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

/** Where the keyboard should stand after the queue has changed under it: on the same case, else on
 * the one that came after it, else on the one before; null when nothing of it is left. */
export function keepPlace(
  before: readonly string[],
  after: readonly string[],
  stood: string | null,
): string | null {
  if (stood === null) return null;
  const still = new Set(after);
  if (still.has(stood)) return stood;
  const at = before.indexOf(stood);
  const next = before.slice(at + 1).find((id) => still.has(id));
  return next ?? before.slice(0, Math.max(0, at)).findLast((id) => still.has(id)) ?? null;
}

/** Which grave cases are new. `told` is null before the first picture: nothing in it is new. */
export function newGrave<C extends { id: string; severity: number; mine: boolean }>(
  cases: readonly C[],
  told: ReadonlySet<string> | null,
): C[] {
  if (told === null) return [];
  return cases.filter((one) => one.severity >= GRAVE && !one.mine && !told.has(one.id));
}

/** From here on text stays blurred until asked for, and an arrival is announced. */
export const GRAVE = 3;
