/**
 * One entry for each wire form that a client produces and that no test here can produce by running
 * the client: recorded from it, or read in its source. `{{...}}` marks what must differ.
 */

export interface RecordedV2 {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v2/verify`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  /** Members of the answer; an empty body where absent. */
  readonly expected?: Readonly<Record<string, unknown>>;
}

const json = { 'Content-Type': 'application/json' };
const emptyJson = { ...json, 'Content-Length': '0' };

const python4 = {
  'User-Agent': 'vonage-python-sdk/4.7.2 python/3.11.7',
  'Accept-Encoding': 'gzip, deflate',
  Accept: 'application/json',
  Connection: 'keep-alive',
};
const python3 = { ...python4, 'User-Agent': 'vonage-python/3.18.0 python/3.11.7' };
const java = {
  'User-Agent': 'vonage-java-sdk/9.13.0 java/17',
  Accept: 'application/json',
  Authorization: '{{bearer}}',
};
const javaOlder = { ...java, 'User-Agent': 'vonage-java-sdk/8.5.0 java/17' };
const ruby = {
  'User-Agent': 'vonage-ruby/7.35.0 ruby/3.3.0',
  'Accept-Encoding': 'gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
  Accept: '*/*',
  Authorization: '{{bearer}}',
};
const rubyOlder = { ...ruby, 'User-Agent': 'vonage-ruby/7.30.0 ruby/3.2.0' };
const php = {
  'User-Agent': 'vonage-php/4.14.0 php/8.2.0',
  Authorization: '{{bearer}}',
  ...json,
};
const dotnet = { 'User-Agent': 'vonage-dotnet/8.35.0', Authorization: '{{basic}}' };
const kotlin = { ...java, 'User-Agent': 'vonage-kotlin-sdk/1.1.1 vonage-java-sdk/8.9.0' };

const started = { request_id: '{{uuid}}' };
const completed = { request_id: '{{id}}', status: 'completed' };
const template = { template_id: '{{uuid}}', name: '{{name}}', is_default: false };

export const recordedRequests: readonly RecordedV2[] = [
  {
    name: 'Python 4.7.2: start with every channel it knows',
    method: 'POST',
    path: '',
    headers: { ...python4, ...json, Authorization: '{{bearer}}' },
    body: '{"brand": "ACME", "workflow": [{"to": "{{number}}", "redirect_url": "https://x.y/z", "sandbox": true, "channel": "silent_auth"}, {"to": "{{number}}", "from": "ACME", "app_hash": "ABC123def45", "channel": "sms"}, {"to": "a@b.com", "channel": "email"}], "locale": "en-gb", "channel_timeout": 180, "client_ref": "r1", "code_length": 6}',
    status: 202,
    expected: { ...started, check_url: /silent-auth\/redirect$/ },
  },
  {
    name: 'Python 4.7.2: check',
    method: 'POST',
    path: '/{{id}}',
    headers: { ...python4, ...json, Authorization: '{{basic}}' },
    body: '{"code": "{{code}}"}',
    status: 200,
    expected: completed,
  },
  {
    name: 'Python 4.7.2: next workflow, an empty body labelled JSON',
    method: 'POST',
    path: '/{{id}}/next_workflow',
    headers: { ...python4, ...emptyJson, Authorization: '{{bearer}}' },
    status: 200,
  },
  {
    name: 'Python 4.7.2: cancel, an empty body labelled JSON',
    method: 'DELETE',
    path: '/{{id}}',
    headers: { ...python4, ...emptyJson, Authorization: '{{bearer}}' },
    status: 204,
  },
  {
    name: 'Python 4.7.2: unblock, key and secret in the body',
    method: 'POST',
    path: '/network-unblock',
    headers: { ...python4, ...json },
    body: '{"network": "23410", "duration": 3600, "api_key": "{{key}}", "api_secret": "{{secret}}"}',
    status: 404,
    expected: { detail: 'The network you provided does not have an active block.' },
  },
  {
    name: 'Python 3.18.0: start',
    method: 'POST',
    path: '',
    headers: { ...python3, ...json, Authorization: '{{bearer}}' },
    body: '{"brand": "ACME", "workflow": [{"channel": "sms", "to": "{{number}}"}]}',
    status: 202,
    expected: started,
  },
  {
    name: 'Python 3.18.0: check',
    method: 'POST',
    path: '/{{id}}',
    headers: { ...python3, ...json, Authorization: '{{bearer}}' },
    body: '{"code": "{{code}}"}',
    status: 200,
    expected: completed,
  },
  {
    name: 'Python 3.18.0: cancel without a content type',
    method: 'DELETE',
    path: '/{{id}}',
    headers: { ...python3, 'Content-Length': '0', Authorization: '{{bearer}}' },
    status: 204,
  },
  {
    name: 'Java 9.13.0: start',
    method: 'POST',
    path: '',
    headers: { ...java, 'Content-Type': 'application/json; charset=UTF-8' },
    body: '{"locale":"en-us","channel_timeout":300,"code_length":4,"brand":"ACME","workflow":[{"channel":"sms","to":"{{number}}","from":"ACME"},{"channel":"voice","to":"{{number}}"}]}',
    status: 202,
    expected: started,
  },
  {
    name: 'Java 9.13.0: check',
    method: 'POST',
    path: '/{{id}}',
    headers: { ...java, ...json },
    body: '{"code":"{{code}}"}',
    status: 200,
    expected: completed,
  },
  {
    name: 'Java 9.13.0: next workflow',
    method: 'POST',
    path: '/{{id}}/next_workflow',
    headers: { ...java, 'Content-Length': '0' },
    status: 200,
  },
  {
    name: 'Java 8.5.0 to 9.4.0: next workflow with a hyphen',
    method: 'POST',
    path: '/{{id}}/next-workflow',
    headers: { ...javaOlder, 'Content-Length': '0' },
    status: 200,
  },
  {
    name: 'Java 9.13.0: cancel',
    method: 'DELETE',
    path: '/{{id}}',
    headers: java,
    status: 204,
  },
  {
    name: 'Java 9.13.0: list templates in one page',
    method: 'GET',
    path: '/templates?page=1&page_size=100',
    headers: java,
    status: 200,
    expected: { page: 1, page_size: 100, total_pages: 1, _embedded: { templates: [{}] } },
  },
  {
    name: 'Java 9.13.0: list fragments in one page',
    method: 'GET',
    path: '/templates/{{template}}/template_fragments?page=1&page_size=1000',
    headers: java,
    status: 200,
    expected: { total_items: 0, _embedded: { template_fragments: [] } },
  },
  {
    name: 'Java 9.13.0: create template',
    method: 'POST',
    path: '/templates',
    headers: { ...java, ...json },
    body: '{"name":"{{name}}"}',
    status: 201,
    expected: template,
  },
  {
    name: 'Java 9.13.0: update template',
    method: 'PATCH',
    path: '/templates/{{template}}',
    headers: { ...java, ...json },
    body: '{"name":"{{name}}","is_default":true}',
    status: 200,
    expected: { name: '{{name}}', is_default: true },
  },
  {
    name: 'Java 9.13.0: create fragment',
    method: 'POST',
    path: '/templates/{{template}}/template_fragments',
    headers: { ...java, ...json },
    body: '{"channel":"voice","locale":"en-us","text":"Your ${brand} code is ${code}, valid for ${time-limit} ${time-limit-unit}."}',
    status: 201,
    expected: { channel: 'voice', locale: 'en-us', template_fragment_id: '{{uuid}}' },
  },
  {
    name: 'Kotlin: next workflow with a hyphen',
    method: 'POST',
    path: '/{{id}}/next-workflow',
    headers: { ...kotlin, 'Content-Length': '0' },
    status: 200,
  },
  {
    name: 'Ruby 7.35.0: start at a path with a slash at its end',
    method: 'POST',
    path: '/',
    headers: { ...ruby, ...json },
    body: '{"brand":"ACME","workflow":[{"channel":"sms","to":"{{number}}"},{"channel":"whatsapp","to":"{{number}}","from":"447700400080"}],"code_length":6,"locale":"en-gb","fraud_check":false}',
    status: 202,
    expected: started,
  },
  {
    name: 'Ruby 7.35.0: check with Basic',
    method: 'POST',
    path: '/{{id}}',
    headers: { ...ruby, ...json, Authorization: '{{basic}}' },
    body: '{"code":"{{code}}"}',
    status: 200,
    expected: completed,
  },
  {
    name: 'Ruby 7.35.0: next workflow, an empty object',
    method: 'POST',
    path: '/{{id}}/next_workflow',
    headers: { ...ruby, ...json },
    body: '{}',
    status: 200,
  },
  {
    name: 'Ruby 7.30.0 and older: next workflow with a hyphen',
    method: 'POST',
    path: '/{{id}}/next-workflow',
    headers: { ...rubyOlder, ...json },
    body: '{}',
    status: 200,
  },
  {
    name: 'Ruby 7.35.0: cancel',
    method: 'DELETE',
    path: '/{{id}}',
    headers: ruby,
    status: 204,
  },
  {
    name: 'Ruby 7.35.0: delete template',
    method: 'DELETE',
    path: '/templates/{{template}}',
    headers: ruby,
    status: 204,
  },
  {
    name: 'PHP: start with its defaults',
    method: 'POST',
    path: '',
    headers: php,
    body: '{"locale":"en_us","channel_timeout":300,"code_length":4,"brand":"ACME","client_ref":"my-verification","workflow":[{"channel":"voice","to":"{{number}}"}]}',
    status: 202,
    expected: started,
  },
  {
    name: 'PHP: next workflow, an empty list',
    method: 'POST',
    path: '/{{id}}/next_workflow',
    headers: php,
    body: '[]',
    status: 200,
  },
  {
    name: '.NET 8.35.0: start with its defaults',
    method: 'POST',
    path: '',
    headers: { ...dotnet, 'Content-Type': 'application/json; charset=utf-8' },
    body: '{"brand":"ACME","workflow":[{"channel":"email","to":"alice-{{number}}@company.com"}],"locale":"en-us","channel_timeout":300,"code_length":4}',
    status: 202,
    expected: started,
  },
  {
    name: '.NET 8.35.0: next workflow without content',
    method: 'POST',
    path: '/{{id}}/next_workflow',
    headers: { ...dotnet, 'Content-Length': '0' },
    status: 200,
  },
];
