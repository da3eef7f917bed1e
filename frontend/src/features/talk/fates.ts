// What became of my message, in words.

import { asKey, formatTime, formatWhen, refusalWords, sameDay, t } from '../../i18n';
import { DomainError, type Item } from '../../wire';

/** Words for a moderator's reason; an unknown one still gets a sentence. */
export function reasonWords(reason: string | null): string {
  return t(asKey(`app.reason.${reason}`) ?? 'app.reason.other');
}

export function refusalOf(item: Item): string {
  const refusal = item.refusal;
  return refusal ? refusalWords(new DomainError(refusal.code, refusal.params)) : '';
}

/** "18:30", or "i går 18:30". */
export function writtenAt(item: Item, now: number): string {
  return sameDay(item.at, now) ? formatTime(item.at) : formatWhen(item.at, now);
}
