// The filter in force, which outlives the queue's coming and going, and the cases it leaves. What the
// snapshot holds is filtered here; where there are more open cases than it holds, the server is asked.

import { live } from '../../live';
import type { Cases, CaseRow } from '../../wire/protocol';
import { ALL, fits, inOrder, isAll, type Filter } from './filter';

let filter: Filter = $state.raw(ALL);
let answer: { of: Filter; cases: Cases } | null = $state.raw(null);

const whole = () => live.desk !== null && live.desk.open <= live.desk.cases.length;

export const filtered = {
  get filter(): Filter {
    return filter;
  },
  set(next: Partial<Filter>): void {
    filter = { ...filter, ...next };
  },
  get cases(): CaseRow[] {
    const fit = (live.desk?.cases ?? []).filter((one) => fits(one, filter));
    return inOrder(answer?.of === filter && !whole() ? answer.cases.cases : fit);
  },
  get open(): number {
    if (isAll(filter)) return live.desk?.open ?? 0;
    return answer?.of === filter && !whole() ? answer.cases.open : this.cases.length;
  },
};

/** Asks again whenever the desk has changed; call it within an effect. */
export function keepFiltered(): void {
  if (live.desk === null || isAll(filter) || whole() || live.line !== 'on') return;
  const of = filter;
  void live
    .ask({ type: 'list_cases', ...of })
    .then((cases) => (answer = { of, cases }))
    .catch(() => undefined);
}
