// An answer as people read it: a choice has words, what somebody wrote is its own.
import { asKey, t } from '../../i18n';

export function said(value: string): string {
  const key = ['yes', 'no', 'unsure'].includes(value) ? asKey(`staff.assess.${value}`) : null;
  return key ? t(key) : value;
}
