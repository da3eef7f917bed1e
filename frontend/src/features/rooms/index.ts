// The rooms of my groups: the list one comes home to, and one room.
export { default as Home } from './Home.svelte';
export { roomName } from './name';
export { default as Room } from './Room.svelte';
