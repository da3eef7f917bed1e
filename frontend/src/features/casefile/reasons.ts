// Which reasons and words can go with which action. The server refuses the rest; the screen does
// not offer it.

// No reasons against somebody.
const KIND = new Set(['fine', 'care']);
// No reasons to let something stand as it is.
const CALM = new Set(['fine', 'care', 'other']);
const AGAINST = new Set(['rephrase', 'remove', 'pause', 'remove_session', 'remove_member', 'uphold']);
const OF_ALL = new Set(['publish_with_note', 'talked']);
const USUAL: Record<string, string> = { publish: 'fine', looked_after: 'care', lift: 'fine', no_ground: 'fine' };

export function fittingReasons(action: string, reasons: readonly string[]): string[] {
  if (AGAINST.has(action)) return reasons.filter((reason) => !KIND.has(reason));
  if (OF_ALL.has(action)) return [...reasons];
  return reasons.filter((reason) => CALM.has(reason));
}

/** The reason to stand there when this action is chosen: the one chosen before when it fits. */
export function keptReason(action: string, reasons: readonly string[], chosen: string): string {
  const fit = fittingReasons(action, reasons);
  if (fit.includes(chosen)) return chosen;
  const usual = USUAL[action] ?? '';
  return fit.includes(usual) ? usual : '';
}

/** Whether a few words would reach the author. */
export function wordsReach(action: string, messageState: string | null): boolean {
  return AGAINST.has(action) || (action === 'looked_after' && messageState === 'held');
}
