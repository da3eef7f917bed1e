// A group as its adults see it: sessions to plan and lead, rooms to enter, codes to give.
export { default as Beside } from './Beside.svelte';
export { default as GroupPage } from './GroupPage.svelte';
export { default as LeadBar } from './LeadBar.svelte';
export { default as MemberMode } from './MemberMode.svelte';
