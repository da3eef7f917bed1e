// A button that has done its work goes away, and would take the focus with it.

/** Keeps the focus within this part of the page: where its holder goes away, the first heading that
 *  stands there now has it, and is read. */
export function refocus(part: HTMLElement): () => void {
  let last: Element | null = null;
  const remember = (event: FocusEvent) => (last = event.target as Element);
  const forget = (event: FocusEvent) => event.relatedTarget && (last = null);
  const watcher = new MutationObserver(() => {
    if (!last || part.contains(last)) return;
    last = null;
    if (document.activeElement !== document.body) return;
    const heading = part.querySelector<HTMLElement>('h2') ?? part;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });
  part.addEventListener('focusin', remember);
  part.addEventListener('focusout', forget);
  watcher.observe(part, { childList: true, subtree: true });
  return () => {
    part.removeEventListener('focusin', remember);
    part.removeEventListener('focusout', forget);
    watcher.disconnect();
  };
}
