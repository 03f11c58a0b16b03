/** A request of an application to an interface that speaks JSON, without a socket. */
import { basicOf } from './basic.ts';
import type { TestApp } from './test-app.ts';

/** As the scene's own application, unless the headers say otherwise. */
export async function askJson(
  scene: TestApp,
  request: {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    url: string;
    body?: unknown;
    headers?: Readonly<Record<string, string>>;
  },
) {
  const { method, url, body, headers } = request;
  const answer = await scene.app.http.inject({
    method,
    url,
    headers: {
      authorization: basicOf(scene),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  const text = answer.body;
  const json = text === '' ? undefined : JSON.parse(text);
  return { status: answer.statusCode, headers: answer.headers, text, json };
}
