// A frame in words, for those who chose it.

import { getLanguage, NAMES, t } from '../../i18n';
import type { GroupFrame } from '../../wire/protocol';
import { dayName, hoursOf, wall } from './frame';

export function keptWords(days: number): string {
  return days === 0 ? t('staff.group_new.keep_session') : t('staff.group_new.keep_days', { days });
}

function list(words: string[]): string {
  return new Intl.ListFormat(getLanguage()).format(words);
}

export function whoWords(frame: GroupFrame): string[] {
  return [
    list(frame.bands.map((band) => t(`staff.group_new.band_${band}`))),
    t(`staff.group_new.ground_${frame.ground}`),
    t('staff.group_new.sum_size', { size: frame.size }),
    list(frame.languages.map((language) => NAMES[language])),
  ];
}

export function whenWords(frame: GroupFrame): string[] {
  const hours = hoursOf(frame);
  const days = list(frame.days.map((day) => dayName(day, getLanguage())));
  const own = [frame.opens ? `${wall(frame.opens)}–${wall(frame.closes)}` : t('staff.group_new.always'), days];
  return [
    ...(hours === 'own' ? own.filter(Boolean) : [t(`staff.group_new.${hours}`)]),
    ...(frame.closed_on_holidays ? [t('staff.group_new.holidays')] : []),
    ...(hours === 'always' ? [] : [t(`staff.group_new.outside_${frame.outside}`)]),
  ];
}

export function keepWords(frame: GroupFrame): string[] {
  const days = frame.retention_days;
  return [
    t('staff.group_new.sum_adults', { adults: frame.adults_needed }),
    days === 0 ? t('staff.group_new.sum_keep_session') : t('staff.group_new.sum_keep', { days }),
  ];
}
