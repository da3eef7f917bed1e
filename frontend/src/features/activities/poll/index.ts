import type { Kind } from '..';
import Play from './Play.svelte';
import Setup from './Setup.svelte';

export const kind: Kind = {
  kind: 'poll',
  title: 'app.activity.poll',
  about: 'app.activity.poll_about',
  next: () => 'app.activity.poll_show',
  Setup,
  Play,
};
