// The group's hours: the card at home, and the waiting room.
export { default as SessionCard } from './SessionCard.svelte';
export { default as Waiting } from './Waiting.svelte';
