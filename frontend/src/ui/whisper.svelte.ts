// A few words at the edge of the screen that go away by themselves: "done", "did not work".

let said: { id: number; text: string }[] = $state([]);
let count = 0;

const STAYS_MS = 6000;

export const whispers = {
  get all() {
    return said;
  },
};

export function whisper(text: string): void {
  const id = ++count;
  said = [...said.filter((one) => one.text !== text), { id, text }];
  setTimeout(() => (said = said.filter((one) => one.id !== id)), STAYS_MS);
}
