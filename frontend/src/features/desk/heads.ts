// The machine's reasons in words.

import { asKey, t } from '../../i18n';

export function becauseWords(head: string): string {
  const key = asKey(`staff.because.${head}`);
  return key ? t(key) : head;
}
