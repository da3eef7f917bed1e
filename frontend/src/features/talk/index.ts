// Talking in a room, for youth and staff. `<Talk room={id} />` fills its parent (a flex column or
// a box with a height) and needs `live` to be started and the words of `app` and `errors`.
export { reasonWords } from './fates';
export { default as Outcomes } from './Outcomes.svelte';
export { default as Talk } from './Talk.svelte';
