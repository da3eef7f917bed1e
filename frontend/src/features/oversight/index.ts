// Seeing who somebody is, when a life or the law asks for it; and reading afterwards what was done.
export { default as BreakGlass } from './BreakGlass.svelte';
export { default as OversightPage } from './OversightPage.svelte';
