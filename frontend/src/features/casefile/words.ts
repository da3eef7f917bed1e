// What the server names, in words.

import { asKey, t } from '../../i18n';

/** A line of the history: something that happened, or an action somebody decided on. */
export function eventWords(what: string): string {
  const key = asKey(`staff.event.${what}`) ?? asKey(`staff.action.${what}`);
  return key ? t(key) : what;
}

/** An action's name. Published already: to publish it is to leave it where it is. */
export function actionWords(action: string, messageState: string | null): string {
  const stands = action === 'publish' && messageState === 'published';
  const gone = action === 'remove' && messageState === 'published';
  const key = asKey(stands ? 'staff.action.leave' : gone ? 'staff.action.take_away' : `staff.action.${action}`);
  return key ? t(key) : action;
}

export function reasonWords(reason: string): string {
  const key = asKey(`staff.reason.${reason}`);
  return key ? t(key) : reason;
}
