/** The same work, of a form that takes no second press while the first is under way. */
export function once(work: () => Promise<unknown>): (event: SubmitEvent) => Promise<void> {
  let busy = false;
  return async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      await work();
    } finally {
      busy = false;
    }
  };
}
