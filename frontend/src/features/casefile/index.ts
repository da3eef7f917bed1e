// One case: what was written, why the machine looked, and the decision.
export { default as BackToCase } from './BackToCase.svelte';
export { default as Casefile } from './Casefile.svelte';
