// Making a group, setting it up, and bringing in colleagues.
export { default as NewGroup } from './NewGroup.svelte';
export { default as SetUp } from './SetUp.svelte';
