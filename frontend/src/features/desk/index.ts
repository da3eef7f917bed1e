// The moderators' queue.
export { default as Queue } from './Queue.svelte';
export { dueIn } from './due';
