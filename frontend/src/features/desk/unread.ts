import type { Unread } from '../../wire/protocol';

// Every message that could not be scored renews it; no frame tells that all is well again.
const SILENT_FOR = 120_000;

/** Whether this happened just now. */
export function fresh(at: string | null, now: number): boolean {
  return at !== null && now - Date.parse(at) < SILENT_FOR;
}

/** Percent of the day's messages that were not scored, one decimal below ten; null before the first message. */
export function unreadShare(unread: Unread): number | null {
  if (unread.of === 0) return null;
  const percent = unread.share * 100;
  return percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent);
}
