// Topics and sessions are named by people; the other rooms by us, in each language.

import { asKey, getLanguage, t } from '../../i18n';
import type { RoomPlace } from '../../wire/protocol';

export function roomName(place: RoomPlace): string {
  if (place.title) return place.title;
  if (place.kind === 'agreement') return t('app.agreement.room');
  if (place.kind === 'back') return t('app.rooms.back');
  if (place.kind !== 'side') return t('app.rooms.common');
  // The adults have several side rooms, and only their app has these words.
  const whose = asKey('staff.group.side');
  const alias = place.people.find((one) => one.role === 'participant')?.alias;
  return whose && alias ? t(whose, { alias }) : t('app.rooms.side');
}

/** Who else sees a side room. `me` is my membership. */
export function sideWith(place: RoomPlace, me: string): string {
  const names = place.people.filter((one) => one.id !== me).map((one) => one.alias);
  return t('app.rooms.side_with', { names: new Intl.ListFormat(getLanguage()).format(names) });
}
