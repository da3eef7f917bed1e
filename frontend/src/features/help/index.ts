// Help and the way out.
export { default as HelpOpenNow } from './HelpOpenNow.svelte';
export { armQuickExit, leaveQuickly, NEUTRAL } from './leave';
