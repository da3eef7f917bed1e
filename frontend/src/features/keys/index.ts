// Single keys for those who judge many cases, and the switch that turns them off.
export { keys, pressed, type KeyName } from './keys.svelte';
export { default as KeysSheet } from './KeysSheet.svelte';
