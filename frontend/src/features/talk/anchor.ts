// Keeps the line being read where it is while things around it come, go or grow. Measured, because
// not every browser does it by itself.

export class Anchor {
  #scroller: HTMLElement | null = null;
  #line: HTMLElement | null = null;
  /** Where the line stood within all that can be scrolled through. */
  #stood = 0;
  /** Where on the screen, if nobody can have scrolled since. */
  #seen: number | null = null;

  /** Remembers the first line that begins on the screen, and gives its sequence. */
  take(scroller: HTMLElement, lines: HTMLElement): number | null {
    this.#scroller = scroller;
    const line = firstBelow(lines, scroller.getBoundingClientRect().top);
    if (line) this.on(line);
    return line ? Number(line.dataset['seq']) : null;
  }

  /** Remembers this line, until the next one is taken. */
  on(line: HTMLElement): void {
    this.#line = line;
    this.#seen = null;
    this.#stood = this.#stands();
  }

  /**
   * To be called right before lines come or go. When many go, the browser may have to scroll by
   * itself, and only where the line was on the screen tells by how much.
   */
  pin(): void {
    this.#seen = this.#line?.isConnected ? this.#line.getBoundingClientRect().top : null;
  }

  /** Scrolls by as much as the remembered line was moved. */
  hold(): void {
    const seen = this.#seen;
    this.#seen = null;
    if (!this.#scroller || !this.#line?.isConnected) return;
    const moved =
      seen === null ? this.#stands() - this.#stood : this.#line.getBoundingClientRect().top - seen;
    if (Math.abs(moved) < 0.5) return;
    this.#scroller.scrollTop += moved;
    this.#stood = this.#stands();
  }

  #stands(): number {
    if (!this.#scroller || !this.#line) return 0;
    const within = this.#line.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    return within + this.#scroller.scrollTop;
  }
}

/**
 * The first line that begins below this height of the screen. Children stand in rising order. Those
 * without a sequence (a day, say) come and go with their neighbours and hold nothing; and the first
 * line of all loses its name when it turns out that its author spoke before.
 */
function firstBelow(lines: HTMLElement, top: number): HTMLElement | null {
  const all = lines.children;
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.getBoundingClientRect().top ?? 0) < top) low = middle + 1;
    else high = middle;
  }
  const isLine = (child: Element | undefined) => child instanceof HTMLElement && child.dataset['seq'];
  const first = [...all].findIndex(isLine);
  for (let at = Math.max(low, first + 1); at < all.length; at++) {
    if (isLine(all[at])) return all[at] as HTMLElement;
  }
  // Nothing begins there: a text longer than the screen, or a single line.
  for (let at = Math.min(low, all.length) - 1; at >= 0; at--) {
    if (isLine(all[at])) return all[at] as HTMLElement;
  }
  return null;
}
