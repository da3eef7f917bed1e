// Which proposals wait for this person. Pure.

import type { Limits } from '../../wire/protocol';

/** How many proposals this person may answer and has not. */
export function asked(limits: Limits | null): number {
  return limits?.scopes.filter((one) => one.tunes && one.proposed && !one.proposed.mine).length ?? 0;
}
