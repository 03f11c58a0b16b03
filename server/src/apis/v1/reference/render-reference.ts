/**
 * The reference of the native API as one page, made of its OpenAPI document: no scripts, nothing from
 * elsewhere, readable without a mouse and on paper.
 */
import type { JsonSchema, OpenApiOperation, OpenApiResponse } from '../../described/openapi.ts';
import type { V1Document } from '../document.ts';
import { type Html, html, inline } from './html.ts';
import { renderPage } from './page.ts';
import { renderMembers, renderParameters, renderType } from './render-schema.ts';
import { sampleBodies } from './samples.ts';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

export function renderReference(document: V1Document): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const groups = [...Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? 'Other')];
  return renderPage({
    title: 'API reference',
    navigation: renderNavigation(groups),
    content: html`${introduction}
${groups.map(([tag, own]) => renderGroup(tag, own, document.components.schemas))}
${renderSchemas(document)}`,
  });
}

function renderNavigation(groups: readonly [string, readonly Operation[]][]): Html {
  const lists = groups.map(
    ([tag, own]) => html`<h2><a href="#${anchor(tag)}">${tag}</a></h2>
<ul>${own.map(
      ({ method, operation }) =>
        html`<li><a href="#${operation.operationId}"><span class="verb ${method}">${method}</span>${words(operation.operationId)}</a></li>`,
    )}</ul>`,
  );
  return html`<ul class="top"><li><a href="#introduction">Introduction</a></li><li><a href="/docs/errors">Errors</a></li><li><a href="/v1/openapi.json">OpenAPI document</a></li></ul>
${lists}
<h2><a href="#objects">Objects</a></h2>`;
}

/** `startVerification` reads as `Start verification`. */
function words(operationId: string): string {
  const text = operationId.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function anchor(tag: string): string {
  return tag.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

const introduction = html`<section id="introduction" class="intro">
<h1>Countersign API</h1>
<p class="lead">Verifies that somebody controls a phone number or an email address: start a verification, let
the person type the code, check it.</p>
<pre tabindex="0"><code>curl -u "$KEY:$SECRET" $URL/v1/verifications \\
  -d '{"to": "+14155550123", "brand": "Acme"}'

curl -u "$KEY:$SECRET" $URL/v1/verifications/$ID/check \\
  -d '{"code": "048713"}'</code></pre>
<div class="facts">
<div><h2>Who calls</h2><p>Basic authentication with key and secret of the application, or <code>Bearer</code> with a JWT of its key pair.
JSON in and out; member names in snake case, times in UTC (RFC 3339).</p></div>
<div><h2>Repeating safely</h2><p>Send <code>Idempotency-Key</code> with a POST: for 24 hours the same key and request
take effect once, and the same answer comes again with <code>Idempotency-Replayed: true</code>. Another request
with that key is refused; one that is still being answered gets 409 with <code>Retry-After</code>.</p></div>
<div><h2>Errors</h2><p>Problem documents (RFC 9457) with a stable <code>code</code>, each
<a href="/docs/errors">explained</a>. A wrong code is an answer, not an error.</p></div>
<div><h2>Limits</h2><p><code>RateLimit</code> and <code>RateLimit-Policy</code> tell what is left of this second;
429 comes with <code>Retry-After</code>.</p></div>
<div><h2>Lists</h2><p>Newest first. Follow <code>next_cursor</code> until it is null; <code>fields=id,status</code> leaves
the other members out.</p></div>
<div><h2>Trying it</h2><p>A sandbox application reaches the virtual handset only: read the code there, move the clock,
choose outcomes by number.</p></div>
</div>
</section>`;

type Schemas = V1Document['components']['schemas'];

function renderGroup(tag: string, operations: readonly Operation[], schemas: Schemas): Html {
  return html`<section id="${anchor(tag)}"><h2 class="tag">${tag}</h2>
${operations.map((operation) => renderOperation(operation, schemas))}</section>`;
}

function renderOperation({ method, path, operation }: Operation, schemas: Schemas): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  return html`<article id="${operationId}">
<div class="says">
<h3>${summary}</h3>
<p class="path"><span class="verb ${method}">${method}</span> <code>${path}</code></p>
${description && html`<p>${inline(description)}</p>`}
${parameters.length > 0 && html`<h4>Parameters</h4>${renderParameters(parameters)}`}
${body && html`<h4>Body</h4>${renderBody(body, schemas)}`}
<h4>Answers</h4>
<ul class="answers">${Object.entries(responses).map(([status, response]) => renderAnswer(status, response))}</ul>
</div>
<div class="shows"><pre tabindex="0"><code>${sampleCall(method, path, operationId)}</code></pre></div>
</article>`;
}

/** Its members at once: a reader of a call wants to know what to send. */
function renderBody(body: JsonSchema, schemas: Schemas): Html {
  const named = schemas[body.$ref?.replace('#/components/schemas/', '') ?? ''];
  return named ? renderMembers(named) : html`<p class="type">${renderType(body)}</p>`;
}

function renderAnswer(status: string, { description, content }: OpenApiResponse): Html {
  const schema = Object.values(content ?? {})[0]?.schema;
  const isGood = status.startsWith('2');
  const told = isGood && schema ? renderType(schema) : inline(description);
  return html`<li><span class="status ${isGood ? 'good' : 'bad'}">${status}</span> <span>${told}</span></li>`;
}

function sampleCall(method: string, path: string, operationId: string): string {
  const url = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `$${name.toUpperCase()}`);
  const body = sampleBodies[operationId];
  const verb = method === 'get' || (method === 'post' && body) ? '' : ` -X ${method.toUpperCase()}`;
  const data = body ? ` \\\n  -d '${JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')}'` : '';
  return `curl -u "$KEY:$SECRET"${verb} \\\n  "$URL${url}"${data}`;
}

function renderSchemas(document: V1Document): Html {
  const schemas = Object.entries(document.components.schemas);
  return html`<section id="objects"><h2 class="tag">Objects</h2>
${schemas.map(
  ([
    name,
    schema,
  ]) => html`<article class="object" id="schema-${name}"><div class="says"><h3>${name}</h3>
${schema.properties ? renderMembers(schema) : html`<p class="type">${renderType(schema)}</p>`}</div></article>`,
)}</section>`;
}
