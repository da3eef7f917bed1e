// What somebody let pass - how they come, how they go, a talk, the taps - so that it is not asked
// again when the page loads anew. It stays with this tab.

const KEPT = 'fr-passed';
const MOST = 40;

type Asked = 'in' | 'out' | 'talk' | 'taps';

function kept(): string[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  } catch {
    return []; // storage may be switched off
  }
}

let passed: string[] = $state.raw(kept());

export const hasPassed = (session: string, asked: Asked): boolean => passed.includes(`${asked} ${session}`);

export function letPass(session: string, asked: Asked): void {
  if (hasPassed(session, asked)) return;
  passed = [...passed, `${asked} ${session}`].slice(-MOST);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(passed));
  } catch {
    // Then it is asked again after a reload.
  }
}
