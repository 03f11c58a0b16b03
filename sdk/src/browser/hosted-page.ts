/** The script of hosted pages (`/c/…`): the element's wishes become the buttons that are there without it. */
import './register.ts';

const field = document.querySelector('countersign-code');
const press = (name: string, value: string): void =>
  document.querySelector<HTMLButtonElement>(`button[name="${name}"][value="${value}"]`)?.click();

field?.addEventListener('resend', () => press('action', 'resend'));
field?.addEventListener('switch', (event) =>
  press('channel', (event as CustomEvent<{ channel: string }>).detail.channel),
);
