// What became of my message, in words.

import { asKey, refusalWords, t } from '../../i18n';
import { DomainError, type Item } from '../../wire';

/** Words for a moderator's reason; an unknown one still gets a sentence. */
export function reasonWords(reason: string | null): string {
  return t(asKey(`app.reason.${reason}`) ?? 'app.reason.other');
}

export function refusalOf(item: Item): string {
  const refusal = item.refusal;
  return refusal ? refusalWords(new DomainError(refusal.code, refusal.params)) : '';
}
