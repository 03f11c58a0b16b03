import type { Answer } from '../../rig/http.ts';

/** What does not differ between two answers that say the same. */
export function likeness({ status, text }: Answer, ids: object): string {
  let alike = text;
  const named = Object.values(ids).flatMap((id: string) => [id, id.replaceAll('-', '')]);
  // The longest first: a short one may be a part of it.
  for (const id of named.sort((left, right) => right.length - left.length)) {
    if (id.length > 3) alike = alike.replaceAll(id, '#');
  }
  return `${status} ${alike
    .replaceAll(/[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}/gi, '#')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, '#')
    .replaceAll(/\d*•+\d+/g, '#')
    .replaceAll(/"?\d{4,}(\.\d+)?"?/g, '#')
    .replaceAll(/^\d+,/gm, '#,')
    .replaceAll(/("(id|verificationId|transactionId|moved)":)"?[\w.-]+"?/g, '$1#')
    .slice(0, 400)}`;
}
