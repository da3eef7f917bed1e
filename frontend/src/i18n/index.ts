// The door to the words.
export { formatDay, formatLeft, formatTime, formatWhen, sameDay } from './when';
export {
  asKey,
  fill,
  getLanguage,
  isLanguage,
  LANGUAGES,
  NAMES,
  refusalWords,
  setLanguage,
  t,
  wordsOf,
  type Area,
  type Key,
} from './words.svelte';
