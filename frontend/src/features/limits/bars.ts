// The picture of two rates on one scale. Pure; lengths are shares of the picture's width.

import type { Rate } from '../../wire/protocol';

export interface Bar {
  to: number;
  low: number;
  high: number;
}

/** Both rates as bars; the longest interval fills the width. */
export function bars(now: Rate, then: Rate): { now: Bar; then: Bar } {
  const most = Math.max(now.high, then.high) || 1;
  const bar = (rate: Rate): Bar => ({ to: rate.share / most, low: rate.low / most, high: rate.high / most });
  return { now: bar(now), then: bar(then) };
}
