/** The header of an application's requests. */
export function basicOf(application: { readonly apiKey: string; readonly apiSecret: string }) {
  const { apiKey, apiSecret } = application;
  return `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
}
