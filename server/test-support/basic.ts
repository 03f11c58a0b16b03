/** The credentials of an application as its requests carry them. */
export interface Credentials {
  readonly application: { readonly apiKey: string };
  readonly apiSecret: string;
}

export function basicOf({ application, apiSecret }: Credentials): string {
  return `Basic ${Buffer.from(`${application.apiKey}:${apiSecret}`).toString('base64')}`;
}
