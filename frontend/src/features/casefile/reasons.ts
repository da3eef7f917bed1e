// Which reasons can carry which action. The server refuses the rest; the screen does not offer it.

const KIND = new Set(['fine', 'care']);
const AGAINST = new Set(['rephrase', 'remove', 'pause', 'remove_member']);

export function fittingReasons(action: string, reasons: readonly string[]): string[] {
  if (AGAINST.has(action)) return reasons.filter((reason) => !KIND.has(reason));
  return reasons.filter((reason) => KIND.has(reason));
}
