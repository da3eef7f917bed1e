// Things to do together. Each kind is a folder here and one on the other side of the wire
// (forum/activities): its words, how it begins, how it is played. A new one needs no line elsewhere.

import type { Component } from 'svelte';
import type { Key } from '../../i18n';
import type { ActivityPart, Member, PlayActivity, StartActivity } from '../../wire/protocol';

export type View = ActivityPart['view'];
export type Move = PlayActivity['move'];
export type Setup = StartActivity['setup'];

export interface Playing {
  view: View;
  people: Member[];
  /** My own membership. */
  me: string;
  onmove: (move: Move) => Promise<void>;
}

export interface Kind {
  kind: View['kind'];
  title: Key;
  about: Key;
  /** What came of it, in a sentence for those who hear it; nothing before that. */
  told: (view: View, people: readonly Member[], me: string) => string;
  /** What the facilitator's button says next. */
  next: (view: View) => Key;
  Setup: Component<{ setup: Setup | null }, object, 'setup'>;
  Play: Component<Playing>;
}

const folders = import.meta.glob<{ kind: Kind }>('./*/index.ts', { eager: true });

export function kinds(): Kind[] {
  return Object.values(folders).map((folder) => folder.kind);
}

/** The name of somebody who plays. */
export function nameOf(people: readonly Member[], id: string): string {
  return people.find((one) => one.id === id)?.alias ?? '…';
}

export { default as Activity } from './Activity.svelte';
