// What goes on in a session, above its talk. Comes with the first session one opens.
export { default as Evening } from './Evening.svelte';
