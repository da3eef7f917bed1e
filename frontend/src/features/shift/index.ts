// Being on duty: on and off, breaks, what is planned, who was called.
export { default as GapBar } from './GapBar.svelte';
export { default as PushSwitch } from './PushSwitch.svelte';
export { default as ShiftPage } from './ShiftPage.svelte';
