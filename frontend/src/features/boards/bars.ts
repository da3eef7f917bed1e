// Bars of a small chart. Pure.

export interface Bar {
  label: string;
  /** The whole bar, and the darker part of it; null: nothing to tell that week. */
  high: number | null;
  low: number | null;
}

/** The top of the axis: a round number that holds the highest bar. */
export function top(bars: readonly Bar[], least: number): number {
  const highest = Math.max(least, ...bars.map((bar) => Math.max(bar.high ?? 0, bar.low ?? 0)));
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 5, 10].map((step) => step * power).find((round) => round >= highest) ?? highest;
}

/** The newest bar that tells something. */
export function newest(bars: readonly Bar[]): Bar | undefined {
  return bars.findLast((bar) => bar.low !== null);
}
