// Which key does what. One letter each, and so one must be able to turn them off (WCAG 2.1.4):
// speech input types letters, too.

const KEPT = 'keys';

export const KEYS = {
  next: 'n',
  claim: 'c',
  publish: 'p',
  remove: 'r',
  escalate: 'e',
  skip: 's',
  back: 'b',
  help: '?',
} as const;
export type KeyName = keyof typeof KEYS;

let on = $state(localStorage.getItem(KEPT) !== 'off');

export const keys = {
  get on(): boolean {
    return on;
  },
  set on(next: boolean) {
    on = next;
    if (next) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, 'off');
  },
};

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, dialog, [contenteditable]') !== null;
}

/** What this key press asks for; null: nothing of ours. */
export function pressed(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return null;
  if (event.key === 'Escape') return KEYS.back;
  return on ? event.key : null;
}
