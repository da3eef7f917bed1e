// The staff's door: making and using a passkey. What to ask the browser comes from the server.

const field = document.querySelector<HTMLElement>('[data-passkey]');
const button = field?.querySelector('button');
const error = field?.querySelector<HTMLElement>('.error');

async function post(path: string, body: string): Promise<Response> {
  const token = document.querySelector<HTMLInputElement>('[name=csrfmiddlewaretoken]')?.value ?? '';
  return fetch(path, { method: 'POST', body, headers: { 'X-CSRFToken': token, 'Content-Type': 'application/json' } });
}

interface Answer {
  to?: string;
  codes?: string[];
  error?: string;
}

async function go(making: boolean): Promise<Answer> {
  const options = (await (await post('/team/passkey/options', '')).json()) as never;
  const made = making
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  const answer = (made as PublicKeyCredential).toJSON() as unknown;
  return (await (await post('/team/passkey', JSON.stringify(answer))).json()) as Answer;
}

function show(codes: string[]): void {
  const shown = field?.querySelector<HTMLElement>('[data-codes]');
  const list = shown?.querySelector('ol');
  list?.replaceChildren(
    ...codes.map((code) => {
      const item = document.createElement('li');
      item.append(Object.assign(document.createElement('code'), { textContent: code }));
      return item;
    }),
  );
  if (shown) shown.hidden = false;
  if (button) button.hidden = true;
}

async function press(): Promise<void> {
  if (!button || !error) return;
  error.hidden = true;
  try {
    const answer = await go(field?.dataset['passkey'] === 'make');
    if (answer.codes?.length) return show(answer.codes);
    if (answer.to) return location.assign(answer.to);
    error.textContent = answer.error ?? '';
    error.hidden = false;
  } catch {
    // Waved away, or no such device: the other ways stand beside it.
  }
}

if (field && !('PublicKeyCredential' in window)) field.hidden = true;
button?.addEventListener('click', () => void press());
