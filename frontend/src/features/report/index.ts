// Asking an adult to look: at a message or at an adult; and what came of it.
export { default as Receipts } from './Receipts.svelte';
export { default as ReportSheet } from './ReportSheet.svelte';
export type { About } from './about';
