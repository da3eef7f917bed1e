// The moderators' queue, and what the case file shares with it: times, order, reasons in words.
export { default as Alarm } from './Alarm.svelte';
export { countdown } from './clock';
export { becauseWords } from './heads';
export { default as Due } from './Due.svelte';
export { filtered } from './filtered.svelte';
export { default as Kind } from './Kind.svelte';
export { default as Marks } from './Marks.svelte';
export { GRAVE, nextFree } from './order';
export { default as Queue } from './Queue.svelte';
