// Care in one case: how grave it is and what to do first, and whether the adults must report.
export { default as Assessment } from './Assessment.svelte';
export { default as Level } from './Level.svelte';
