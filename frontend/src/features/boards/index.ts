// How well the watching works: charts for those who lead, and a page in plain words for members.
export { default as Chart } from './Chart.svelte';
export { default as Board } from './Board.svelte';
export { default as Transparency } from './Transparency.svelte';
