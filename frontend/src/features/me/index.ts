// Me: language, the way back, signing out.
export { default as Calendar } from './Calendar.svelte';
export { default as LanguageChoice } from './LanguageChoice.svelte';
export { default as Me } from './Me.svelte';
