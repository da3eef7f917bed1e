// Keeping a claim while its holder is at it: renewed each minute the page is on the screen, and at
// once when the screen wakes, long before its five minutes are over.

const RENEW_MS = 60_000;

/** Calls `renew` as long as needed; returns a function that ends it. */
export function keepClaim(renew: () => void): () => void {
  const visible = () => document.visibilityState === 'visible';
  const timer = setInterval(() => visible() && renew(), RENEW_MS);
  const woke = () => visible() && renew();
  document.addEventListener('visibilitychange', woke);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', woke);
  };
}
