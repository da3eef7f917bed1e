import { t } from '../../../i18n';
import type { Kind } from '..';
import Play from './Play.svelte';
import Setup from './Setup.svelte';

export const kind: Kind = {
  kind: 'poll',
  title: 'app.activity.poll',
  about: 'app.activity.poll_about',
  told: (view) => {
    if (view.kind !== 'poll' || !view.over) return '';
    if (!view.results) return t('app.activity.poll_too_few');
    const results = view.results;
    if (!view.hands_up) return `${t('app.activity.poll_most')}: ${view.options.filter((_, n) => results[n]?.most).join(', ')}.`;
    return view.options.map((option, n) => `${option}: ${Math.round((results[n]?.share ?? 0) * 100)} %.`).join(' ');
  },
  next: () => 'app.activity.poll_show',
  Setup,
  Play,
};
