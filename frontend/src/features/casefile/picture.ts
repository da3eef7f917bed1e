// One case is known twice: from the queue, which comes by itself, and from the file, which is asked
// for. Which of the two is newer, and what became of the case. Pure.

import type { CaseRow, Desk } from '../../wire/protocol';

/** The newer of the two. A renewed claim changes no version and rings no bell: the later wins. */
export function newest(fromDesk: CaseRow | undefined, fromFile: CaseRow | undefined): CaseRow | null {
  if (!fromDesk || !fromFile) return fromDesk ?? fromFile ?? null;
  if (fromDesk.version !== fromFile.version) return fromDesk.version > fromFile.version ? fromDesk : fromFile;
  return (fromFile.lease_until ?? '') > (fromDesk.lease_until ?? '') ? fromFile : fromDesk;
}

/** Whether the queue says that the case is closed. Beyond what it shows, it says nothing. */
export function goneFrom(desk: Desk | null, id: string): boolean {
  return desk !== null && desk.open <= desk.cases.length && !desk.cases.some((one) => one.id === id);
}
