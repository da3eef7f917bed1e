export { clock } from './clock.svelte';
export type { Feed } from './feed.svelte';
export { live, type Found } from './live.svelte';
export { presence } from './presence.svelte';
