/**
 * The only way to print an address: whatever shows one to a log, an error or a person without the
 * right to see it goes through here. What it cannot recognise it hides whole.
 */
const hidden = '•';
const hiddenDigitsMin = 5;

/** `447700900123` becomes `4477•••••123`, `anna@example.com` becomes `a•••@example.com`. */
export function maskAddress(address: string): string {
  if (/^\+?[0-9]{1,32}$/.test(address)) return maskDigits(address);
  return maskEmail(address) ?? hidden.repeat(hiddenDigitsMin);
}

function maskDigits(number: string): string {
  const plus = number.startsWith('+') ? '+' : '';
  const digits = number.slice(plus.length);
  // The country part says most, so it is shown first; short numbers show less of everything.
  const tailLength = digits.length >= 12 ? 3 : digits.length >= 7 ? 2 : 0;
  const headLength = tailLength && Math.min(4, digits.length - tailLength - hiddenDigitsMin);
  const hiddenLength = Math.max(hiddenDigitsMin, digits.length - headLength - tailLength);
  const tail = tailLength === 0 ? '' : digits.slice(-tailLength);
  return plus + digits.slice(0, headLength) + hidden.repeat(hiddenLength) + tail;
}

/** The length of the local part is hidden too: three dots whatever it was. */
function maskEmail(address: string): string | undefined {
  const parts = /^([^\s@\p{C}]+)@([\p{L}\p{M}\p{N}.-]{1,255})$/u.exec(address);
  if (!parts) return undefined;
  const [first = '', second] = parts[1] ?? '';
  return `${second === undefined ? '' : first}${hidden.repeat(3)}@${parts[2]}`;
}
