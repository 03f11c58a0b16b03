/**
 * Whether a URL's host may stand in a header. The URL standard lets a host hold marks such as `;` and
 * `,`, which would begin another directive of a Content-Security-Policy.
 */
export function hasPlainHost({ hostname }: Pick<URL, 'hostname'>): boolean {
  return /^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname);
}
