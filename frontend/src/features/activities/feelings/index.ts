import type { Kind } from '..';
import Play from './Play.svelte';
import Setup from './Setup.svelte';

export const kind: Kind = {
  kind: 'feelings',
  title: 'app.activity.feelings',
  about: 'app.activity.feelings_about',
  next: () => 'app.activity.turn',
  Setup,
  Play,
};
