export * as protocol from './protocol';
export { forget } from './forget';
export { Link, type AnswerTo, type Language, type LineState, type Question } from './link';
export { Outbox, type Fate, type Item } from './outbox';
export { newNonce } from './nonce';
export { DomainError, LineCut, type Params } from './refusal';
export { openedLater, openStore, type Store } from './store';
export { Timeline, type Line, type Message, type View } from './timeline';
