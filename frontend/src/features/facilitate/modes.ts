// The ways a message may go, the freest first.
export const MODES = ['publish_then_check', 'hold_if_flagged', 'hold_all'] as const;
export type Mode = (typeof MODES)[number];

/** How many of a newcomer's first messages a person may read, and what is set now if it is other. */
export function firsts(now: number): number[] {
  return [...new Set([0, 1, 3, 5, 10, now])].toSorted((a, b) => a - b);
}
