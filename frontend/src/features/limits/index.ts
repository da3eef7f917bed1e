// From where on the machine asks a person: what is in force, what is proposed, yes, no and back.
export { asked } from './asked';
export { default as LimitsPage } from './LimitsPage.svelte';
