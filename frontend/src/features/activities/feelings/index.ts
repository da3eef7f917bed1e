import { asKey, t } from '../../../i18n';
import { nameOf, type Kind } from '..';
import Play from './Play.svelte';
import Setup from './Setup.svelte';

export const kind: Kind = {
  kind: 'feelings',
  title: 'app.activity.feelings',
  about: 'app.activity.feelings_about',
  told: (view, people) =>
    view.kind === 'feelings' && view.turned
      ? view.shown.map((one) => `${nameOf(people, one.member)}: ${t(asKey(`app.feeling.${one.card}`) ?? 'app.activity.feelings')}.`).join(' ')
      : '',
  next: () => 'app.activity.turn',
  Setup,
  Play,
};
