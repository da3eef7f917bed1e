// Which of the open cases one wants to see. Pure.

import type { CaseRow } from '../../wire/protocol';

export interface Filter {
  group: string | null;
  queue: 'conduct' | 'care' | null;
  mine: boolean;
}

export const ALL: Filter = { group: null, queue: null, mine: false };

type Row = Pick<CaseRow, 'group' | 'queue' | 'mine'>;

export function isAll(filter: Filter): boolean {
  return filter.group === null && filter.queue === null && !filter.mine;
}

export function fits(row: Row, filter: Filter): boolean {
  return (
    (filter.group === null || row.group === filter.group) &&
    (filter.queue === null || row.queue === filter.queue) &&
    (!filter.mine || row.mine)
  );
}

/** The server's order, with those one would rather not look at last. */
export function inOrder<R extends { skipped: boolean }>(rows: readonly R[]): R[] {
  return [...rows.filter((one) => !one.skipped), ...rows.filter((one) => one.skipped)];
}
