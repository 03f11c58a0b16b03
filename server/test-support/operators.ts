/** Operators of every role, signed in, who call the admin API of a whole server. */
import { recordAudit } from '../src/audit/record-audit.ts';
import { sql } from '../src/db/client.ts';
import { inviteOperator } from '../src/operators/invite-operator.ts';
import type { OperatorRole } from '../src/operators/permissions.ts';
import type { TestApp } from './test-app.ts';

export interface TestOperator {
  /** As the audit names them. */
  readonly actor: string;
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
}

let invited = 0;

/** @param isEnrolled whether they could sign in again: without, live applications are closed to them. */
export async function signInAs(
  scene: TestApp,
  role: OperatorRole,
  isEnrolled = true,
): Promise<TestOperator> {
  invited += 1;
  const { db, keyRing } = scene.deps;
  const { operatorId, link } = await inviteOperator(
    { db, keys: keyRing, baseUrl: () => 'http://localhost', recordAudit },
    { email: `${role}${invited}@example.com`, name: role, role, actor: 'system' },
  );
  if (isEnrolled) {
    await db.query(sql`
      insert into operator_passkeys
        (operator_id, credential_id, public_key, counter, transports, name, is_backed_up)
      values (${operatorId}, ${`credential ${invited}`}, ${Buffer.from('key')}, 0, '{}', 'Key',
        false)`);
  }
  const token = new URLSearchParams(new URL(link.url).hash.slice(1)).get('token');
  const answer = await scene.app.http.inject({
    method: 'POST',
    url: '/admin/sign-in/link',
    payload: { token },
  });
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  const { csrf } = answer.json<{ csrf: string }>();
  return {
    actor: `operator:${operatorId}`,
    async call(method, url, body) {
      const { statusCode, payload } = await scene.app.http.inject({
        method,
        url,
        headers: { cookie, 'x-countersign-csrf': csrf },
        ...(body && { payload: body }),
      });
      // Every answer of the admin API is an object; its members are asserted by the tests.
      return { status: statusCode, body: JSON.parse(payload) as Record<string, unknown> };
    },
  };
}
