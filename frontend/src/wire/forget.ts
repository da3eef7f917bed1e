// Everything this site keeps on the phone, and how to be rid of it. No imports: the server's
// pages use it too.

/** The one database of this site. */
export const DATABASE = 'fellesrom';

/** Wipes all storage of this site. Open connections close themselves when asked (store.ts). */
export async function forget(): Promise<void> {
  try {
    sessionStorage.clear();
    localStorage.clear();
  } catch {
    // Storage may be switched off: then there is nothing to wipe.
  }
  const jobs: Promise<unknown>[] = [];
  if (typeof indexedDB !== 'undefined') {
    jobs.push(
      new Promise((done) => {
        try {
          const request = indexedDB.deleteDatabase(DATABASE);
          request.onsuccess = request.onerror = request.onblocked = () => done(undefined);
        } catch {
          done(undefined);
        }
      }),
    );
  }
  if (typeof caches !== 'undefined') {
    jobs.push(
      caches.keys().then(
        (keys) => Promise.all(keys.map((key) => caches.delete(key))),
        () => undefined,
      ),
    );
  }
  await Promise.all(jobs);
}
