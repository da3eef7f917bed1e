// One person may have several tabs, and they share one outbox on the phone. What one tab has sent
// or taken back must not stay in the picture of another, nor be sent from there.

export interface Tabs {
  /** This text is no longer to be sent by anybody else. */
  gone(nonce: string): void;
  /** Another tab said so. */
  onGone(hear: (nonce: string) => void): void;
  close(): void;
}

export function openTabs(): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { gone() {}, onGone() {}, close() {} };
  const channel = new BroadcastChannel('outbox');
  return {
    gone: (nonce) => channel.postMessage(nonce),
    onGone: (hear) => (channel.onmessage = ({ data }) => void (typeof data === 'string' && hear(data))),
    close: () => channel.close(),
  };
}
