// Counting a text as the server does: characters of the normalised text, not UTF-16 halves.

export function lengthOf(text: string): number {
  return [...text.normalize('NFC').trim()].length;
}
