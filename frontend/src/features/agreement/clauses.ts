// An agreement cut into its clauses, as the server cuts it (forum/rooms/clauses.py), and what is
// another between two versions.

const BLOCKS = 'p, li, blockquote';
const LENGTH_MAX = 300;

/** Its clauses as plain text, each on one line. The HTML was cleaned by the server. */
export function clausesOf(html: string): string[] {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return [...page.querySelectorAll(BLOCKS)]
    .filter((block) => !block.parentElement?.closest(BLOCKS))
    .map((block) => (block.textContent ?? '').split(/\s+/).filter(Boolean).join(' '))
    .filter((text) => text && !text.endsWith(':'))
    .map((text) => [...text].slice(0, LENGTH_MAX).join(''));
}

export interface Changes {
  added: string[];
  removed: string[];
}

/** What stands now and did not before, and what did. */
export function changes(before: string[], now: string[]): Changes {
  return { added: without(now, before), removed: without(before, now) };
}

/** These, but each of those taken out once. */
function without(these: string[], those: string[]): string[] {
  const left = [...those];
  return these.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
