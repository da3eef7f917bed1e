// The server's clock, as something the screen can watch.

let offset = 0;
let now = $state(Date.now());
let second = $state(Date.now());

export const clock = {
  /** Now by the server, in ms; moves every few seconds. */
  get now(): number {
    return now;
  },
  /** The same, moving every second: for what counts down before one's eyes. */
  get second(): number {
    return second;
  },
  /** Now by the server, in ms, to the moment; nothing is told when it moves. */
  exact(): number {
    return Date.now() + offset;
  },
};

/** The server has said what time it is. */
export function setClock(server: string): void {
  offset = Date.parse(server) - Date.now();
  now = second = Date.now() + offset;
}

/** Makes the clock go; returns a function that stops it. */
export function runClock(): () => void {
  const slow = setInterval(() => (now = Date.now() + offset), 5000);
  const quick = setInterval(() => (second = Date.now() + offset), 1000);
  return () => [slow, quick].forEach(clearInterval);
}
