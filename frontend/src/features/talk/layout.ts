// How a room's lines stand on the screen: days, runs of one author, where the unread begin. Pure.

import { sameDay } from '../../i18n';
import type { Line } from '../../wire';

export type Block =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'line'; key: string; line: Line; first: boolean };

// Within this, the same author goes on speaking: face and name stand once.
const RUN_MS = 6 * 60_000;

/**
 * `unreadAfter` is the last sequence seen when the room was opened, or null for no line.
 * `me` is my membership: my own words are never unread.
 */
export function layOut(lines: Line[], unreadAfter: number | null, me: string): Block[] {
  const blocks: Block[] = [];
  let before: Line | null = null;
  let marked = unreadAfter === null;
  for (const line of lines) {
    let broken = false;
    if (!before || !sameDay(before.at, line.at)) {
      blocks.push({ kind: 'day', key: `day-${line.seq}`, at: line.at });
      broken = true;
    }
    const fromOthers = line.type !== 'message' || line.author.id !== me;
    if (!marked && unreadAfter !== null && line.seq > unreadAfter && fromOthers) {
      // A line above the very first message would say nothing.
      if (before) {
        blocks.push({ kind: 'unread', key: 'unread' });
        broken = true;
      }
      marked = true;
    }
    blocks.push({
      kind: 'line',
      key: line.type === 'message' ? line.id : `n-${line.seq}`,
      line,
      first: broken || !goesOn(before, line),
    });
    before = line;
  }
  return blocks;
}

function goesOn(before: Line | null, line: Line): boolean {
  return (
    before?.type === 'message' &&
    line.type === 'message' &&
    before.author.id === line.author.id &&
    !line.reply_to &&
    Date.parse(line.at) - Date.parse(before.at) < RUN_MS
  );
}
