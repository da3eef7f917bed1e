// Brings something to the top of what it scrolls in, below what sticks there. Not `scrollIntoView`,
// which moves all that holds it, too, and the way to help and out of here off the screen.
const STICKS = 76;

export function toTop(part: HTMLElement): void {
  let box = part.parentElement;
  while (box && !['auto', 'scroll'].includes(getComputedStyle(box).overflowY)) box = box.parentElement;
  if (!box) return;
  box.scrollTop += part.getBoundingClientRect().top - box.getBoundingClientRect().top - STICKS;
}
