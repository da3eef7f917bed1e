// This browser's subscription to notices. The permission is asked for only when one taps the switch.

import { live } from '../../live';

export const canPush = () => 'serviceWorker' in navigator && 'PushManager' in window;

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export async function subscribed(): Promise<boolean> {
  if (!canPush()) return false;
  const worker = await navigator.serviceWorker.getRegistration('/team/');
  return (await worker?.pushManager.getSubscription()) != null;
}

/** Throws when the person or the browser says no. */
export async function subscribe(key: string): Promise<void> {
  const worker = await navigator.serviceWorker.register('/team/wake.js', { scope: '/team/' });
  await navigator.serviceWorker.ready;
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const { endpoint, keys } = made.toJSON();
  await live.ask({ type: 'push_on', endpoint: endpoint ?? '', p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' });
}

export async function unsubscribe(): Promise<void> {
  const worker = await navigator.serviceWorker.getRegistration('/team/');
  const made = await worker?.pushManager.getSubscription();
  if (!made) return;
  await live.ask({ type: 'push_off', endpoint: made.endpoint });
  await made.unsubscribe();
}
