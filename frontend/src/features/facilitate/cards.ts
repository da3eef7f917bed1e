// What stands on a card. Pure.

/** An address as one types it: without the scheme, and without a slash at its end. */
export function door(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
