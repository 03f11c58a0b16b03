let current: AbortController | undefined;

/**
 * WebOTP (https://wicg.github.io/web-otp/): offers to take the code out of a text message whose last
 * line names this page's host. The browser serves one request at a time, so a new one ends the
 * earlier. Never throws: a person who says no, or a browser without WebOTP, types the code.
 *
 * @returns ends the waiting
 */
export function receiveSmsCode(onCode: (code: string) => void): () => void {
  current?.abort();
  if (!('OTPCredential' in globalThis)) return () => undefined;
  const own = new AbortController();
  current = own;
  const wanted: CredentialRequestOptions & { otp: { transport: string[] } } = {
    otp: { transport: ['sms'] },
    signal: own.signal,
  };
  navigator.credentials.get(wanted).then(
    (credential) => {
      const code = (credential as { code?: unknown } | null)?.code;
      if (typeof code === 'string' && !own.signal.aborted) onCode(code);
    },
    () => undefined,
  );
  return () => own.abort();
}
