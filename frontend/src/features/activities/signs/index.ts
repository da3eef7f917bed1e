import type { Kind } from '..';
import Play from './Play.svelte';
import Setup from './Setup.svelte';

export const kind: Kind = {
  kind: 'signs',
  title: 'app.activity.signs',
  about: 'app.activity.signs_about',
  next: (view) => (view.kind === 'signs' && view.turned ? 'app.activity.signs_again' : 'app.activity.turn'),
  Setup,
  Play,
};
