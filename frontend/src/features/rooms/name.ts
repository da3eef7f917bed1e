// Topics and sessions are named by people; the common room and a side room by us, in each language.

import { getLanguage, t } from '../../i18n';
import type { RoomPlace } from '../../wire/protocol';

export function roomName(place: RoomPlace): string {
  if (place.title) return place.title;
  return t(place.kind === 'side' ? 'app.rooms.side' : 'app.rooms.common');
}

/** Who else sees a side room. `me` is my membership. */
export function sideWith(place: RoomPlace, me: string): string {
  const names = place.people.filter((one) => one.id !== me).map((one) => one.alias);
  return t('app.rooms.side_with', { names: new Intl.ListFormat(getLanguage()).format(names) });
}
