// One part of the page on paper, and nothing around it. What scrolls on a screen would be cut off on
// paper, so a copy is printed.
export function print(part: HTMLElement): void {
  document.querySelector('.printed')?.remove();
  const copy = document.createElement('main');
  copy.className = 'printed';
  copy.append(part.cloneNode(true));
  document.body.append(copy);
  window.addEventListener('afterprint', () => copy.remove(), { once: true });
  window.print();
}
