import { t } from '../../../i18n';
import { nameOf, type Kind } from '..';
import Play from './Play.svelte';
import Setup from './Setup.svelte';

export const kind: Kind = {
  kind: 'signs',
  title: 'app.activity.signs',
  about: 'app.activity.signs_about',
  told: (view, people, me) =>
    view.kind === 'signs' && view.turned
      ? view.shown.map((one) => `${one.member === me ? t('app.activity.you') : nameOf(people, one.member)}: ${t(`app.activity.signs_${one.sign}`)}.`).join(' ')
      : '',
  next: (view) => (view.kind === 'signs' && view.turned ? 'app.activity.signs_again' : 'app.activity.turn'),
  Setup,
  Play,
};
