// Topics and sessions are named by people; the common room and a side room by us, in each language.

import { t } from '../../i18n';
import type { RoomPlace } from '../../wire/protocol';

export function roomName(place: RoomPlace): string {
  if (place.title) return place.title;
  return t(place.kind === 'side' ? 'app.rooms.side' : 'app.rooms.common');
}
