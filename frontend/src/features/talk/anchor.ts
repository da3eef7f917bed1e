// Keeps the line being read where it is while things around it come, go or grow. Measured, because
// not every browser does it by itself.

export class Anchor {
  #scroller: HTMLElement | null = null;
  #line: HTMLElement | null = null;
  /** Where the line stood within all that can be scrolled through. */
  #stood = 0;

  /** Remembers the first line on the screen, and gives its sequence. */
  take(scroller: HTMLElement, lines: HTMLElement): number | null {
    this.#scroller = scroller;
    this.#line = firstBelow(lines, scroller.getBoundingClientRect().top);
    this.#stood = this.#stands();
    return this.#line ? Number(this.#line.dataset['seq']) : null;
  }

  /** Scrolls by as much as the remembered line was moved. */
  hold(): void {
    if (!this.#scroller || !this.#line?.isConnected) return;
    const moved = this.#stands() - this.#stood;
    if (Math.abs(moved) < 0.5) return;
    this.#scroller.scrollTop += moved;
    this.#stood += moved;
  }

  #stands(): number {
    if (!this.#scroller || !this.#line) return 0;
    const within = this.#line.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    return within + this.#scroller.scrollTop;
  }
}

/**
 * The first line that reaches below this height of the screen. Children stand in rising order;
 * those without a sequence (a day, say) come and go with their neighbours and hold nothing.
 */
function firstBelow(lines: HTMLElement, top: number): HTMLElement | null {
  const all = lines.children;
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.getBoundingClientRect().bottom ?? 0) <= top + 1) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < all.length; at++) {
    const child = all[at] as HTMLElement;
    if (child.dataset['seq']) return child;
  }
  return null;
}
