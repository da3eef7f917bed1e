// What the phone keeps: unsent messages and drafts, sealed. The key cannot be taken out of the
// browser, and goes with everything else at quick exit or sign-out. Where the browser gives no
// cryptography (plain http) or no database, nothing is kept beyond the open tab.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { DATABASE } from './forget';
import type { ErrorCode } from './protocol';
import type { Params } from './refusal';

export interface Parcel {
  nonce: string;
  room: string;
  text: string;
  replyTo: { id: string; alias: string; text: string } | null;
  /** When the person pressed send, in ms. */
  at: number;
  /** Why the server did not take it, if it said so. */
  refusal: { code: ErrorCode; params: Params } | null;
}

export interface Store {
  parcels(): Promise<Parcel[]>;
  keep(parcel: Parcel): Promise<void>;
  drop(nonce: string): Promise<void>;
  draft(room: string): Promise<string>;
  keepDraft(room: string, text: string): Promise<void>;
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}
interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  outbox: { key: string; value: Sealed };
  drafts: { key: string; value: Sealed };
}

/** The same, while it is still being opened: a text written meanwhile is not lost. */
export function openedLater(opening: Promise<Store>): Store {
  return {
    parcels: async () => (await opening).parcels(),
    keep: async (parcel) => (await opening).keep(parcel),
    drop: async (nonce) => (await opening).drop(nonce),
    draft: async (room) => (await opening).draft(room),
    keepDraft: async (room, text) => (await opening).keepDraft(room, text),
  };
}

/** The best this browser can do. Never rejects. */
export async function openStore(): Promise<Store> {
  try {
    if (typeof indexedDB === 'undefined' || !globalThis.crypto?.subtle) return inMemory();
    const db = await openDB<Schema>(DATABASE, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('keys');
        fresh.createObjectStore('outbox');
        fresh.createObjectStore('drafts');
      },
      // Somebody wipes: let go at once.
      blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
    });
    return sealed(db, await sealKey(db));
  } catch {
    return inMemory();
  }
}

async function sealKey(db: IDBPDatabase<Schema>): Promise<CryptoKey> {
  const held = await db.get('keys', 'seal');
  if (held) return held;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  // Another tab may have been first: the stored one counts.
  const tx = db.transaction('keys', 'readwrite');
  const first = await tx.store.get('seal');
  if (!first) await tx.store.put(made, 'seal');
  await tx.done;
  return first ?? made;
}

function sealed(db: IDBPDatabase<Schema>, key: CryptoKey): Store {
  const seal = async (value: unknown): Promise<Sealed> => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) };
  };
  const unseal = async (box: Sealed): Promise<unknown> => {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: box.iv }, key, box.data);
    return JSON.parse(new TextDecoder().decode(plain));
  };
  // Storage may be taken away at any moment (quick exit in another tab, a full disk). The text
  // then lives on in memory; it must never stop a message from being sent.
  const gently = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch {
      return otherwise;
    }
  };
  // Sealing takes a moment: without turns, what is dropped could be written after it was dropped.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(() => gently(work, undefined));
    turn = done;
    return done;
  };
  return {
    parcels: () =>
      gently(async () => {
        const boxes = await db.getAll('outbox');
        const parcels = await Promise.all(boxes.map((box) => gently(() => unseal(box), null)));
        return parcels
          .filter((parcel): parcel is Parcel => parcel !== null)
          .sort((a, b) => a.at - b.at);
      }, []),
    keep: (parcel) =>
      inTurn(async () => void (await db.put('outbox', await seal(parcel), parcel.nonce))),
    drop: (nonce) => inTurn(() => db.delete('outbox', nonce)),
    draft: (room) =>
      gently(async () => {
        const box = await db.get('drafts', room);
        return box ? ((await unseal(box)) as string) : '';
      }, ''),
    keepDraft: (room, text) =>
      inTurn(async () => {
        if (text) await db.put('drafts', await seal(text), room);
        else await db.delete('drafts', room);
      }),
  };
}

/** Keeps things as long as the tab is open. */
export function inMemory(): Store {
  const parcels = new Map<string, Parcel>();
  const drafts = new Map<string, string>();
  return {
    parcels: async () => [...parcels.values()],
    keep: async (parcel) => void parcels.set(parcel.nonce, parcel),
    drop: async (nonce) => void parcels.delete(nonce),
    draft: async (room) => drafts.get(room) ?? '',
    keepDraft: async (room, text) => void drafts.set(room, text),
  };
}
