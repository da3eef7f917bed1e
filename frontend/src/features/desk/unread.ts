import type { Unread } from '../../wire/protocol';

// Every message that could not be scored renews it; no frame tells that all is well again.
const SILENT_FOR = 120_000;

/** Whether the scorer failed just now. */
export function silent(unread: Unread, now: number): boolean {
  return unread.failed_at !== null && now - Date.parse(unread.failed_at) < SILENT_FOR;
}

/** Percent of the day's messages that were not scored, one decimal below ten; null before the first message. */
export function unreadShare(unread: Unread): number | null {
  if (unread.of === 0) return null;
  const percent = unread.share * 100;
  return percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent);
}
