// One case: what was written, why the machine looked, and the decision.
export { default as Casefile } from './Casefile.svelte';
export { fittingReasons } from './reasons';
