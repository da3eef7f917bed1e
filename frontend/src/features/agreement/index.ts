// The group's agreement as something that lives: its clauses, proposals, votes, earlier versions.
// Loaded with its room: the gate before the rooms needs only `clauses`.
export { default as Board } from './Board.svelte';
