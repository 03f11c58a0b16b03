/** What every dialect owes when something goes wrong around its handlers. Called by each one's test. */
import { describe, expect, test } from 'vitest';
import type { Api, ApiResponse, HttpFault } from './contract.ts';

const faultStatuses = {
  'not-found': 404,
  'method-not-allowed': 405,
  'body-too-large': 413,
  'malformed-request': 400,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<HttpFault, number>;
const faults = Object.entries(faultStatuses) as [HttpFault, number][];

export interface ApiTraits {
  /** One path a client may call. */
  readonly path: string;
  /** The dialect's own shape of an error; throws when the answer has another. */
  expectShape(answer: ApiResponse, path: string): void;
  /** Another path with another shape, such as the XML form. */
  readonly otherPath?: string;
  /** Its answers are pages that people read. */
  readonly isPage?: boolean;
}

export function testApi(create: () => Api, traits: ApiTraits): void {
  const api = create();
  const refuse = (fault: HttpFault, path: string) =>
    api.refuse(fault, { path, method: 'POST', id: 'a-request-id' });
  const paths = [traits.path, ...(traits.otherPath ? [traits.otherPath] : [])];

  describe(`dialect ${api.name}`, () => {
    test('has a stable name, and every route lies below one of its prefixes', () => {
      expect(api.name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
      expect(api.routes.length).toBeGreaterThan(0);
      for (const { path } of api.routes) {
        const isOwn = api.prefixes.some((own) => path === own || path.startsWith(`${own}/`));
        expect([path, isOwn]).toEqual([path, true]);
      }
    });

    test('has no route twice', () => {
      const names = api.routes.map(({ method, path }) => `${method} ${path}`);
      expect(new Set(names).size).toBe(names.length);
    });

    test.each(faults)('%s is refused with %i, in its own shape', (fault, status) => {
      for (const path of paths) {
        const answer = refuse(fault, path);
        expect(answer.status).toBe(status);
        expect(String(answer.headers?.['content-type'])).toMatch(
          traits.isPage ? /html/ : /json|xml/,
        );
        expect(String(answer.body)).not.toMatch(traits.isPage ? /^\s*$/ : /<html|<!doctype|^\s*$/i);
        traits.expectShape(answer, path);
      }
    });

    test.each(faults)('%s says nothing of the inside', (fault) => {
      const answer = refuse(fault, traits.path);
      expect(String(answer.body)).not.toMatch(/:\d+:\d+\)?$|node_modules|\.ts\b|Error:/m);
    });

    test('a path with markup is not put into the answer as markup', () => {
      const answer = refuse('not-found', `${traits.path}/<script>alert(1)</script>/xml`);
      expect(String(answer.body)).not.toContain('<script>');
    });
  });
}
