/**
 * One entry for each wire form that a client produces and that no test here can produce by running
 * the client. Recorded from it, or read in its source where it cannot run here.
 */
import type { RecordedRequest } from '../support/recorded.ts';
import { DATE_TIME, errorText, HEX32, MONEY } from '../support/verify.ts';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';
const keys = 'api_key={{key}}&api_secret={{secret}}';

const python4 = {
  'User-Agent': 'vonage-python-sdk/4.7.2 python/3.11.7',
  'Accept-Encoding': 'gzip, deflate',
  Accept: 'application/json',
  Connection: 'keep-alive',
};
const python3 = { ...python4, 'User-Agent': 'vonage-python/3.18.0 python/3.11.7' };
const java = {
  'User-Agent': 'vonage-java-sdk/9.13.0 java/17',
  Accept: json,
  Authorization: '{{basic}}',
  'Content-Type': `${form}; charset=UTF-8`,
};
const php = {
  'User-Agent': 'vonage-php/4.14.0 php/8.2.0',
  Authorization: '{{basic}}',
  'Content-Type': json,
};
const phpKeys = { 'User-Agent': 'vonage-php/4.3.0 php/8.1.0', 'Content-Type': json };
const ruby = {
  'User-Agent': 'vonage-ruby/7.35.0 ruby/3.3.0',
  'Accept-Encoding': 'gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
  Accept: '*/*',
  Authorization: '{{basic}}',
};
const rubyKeys = { ...ruby, 'User-Agent': 'vonage-ruby/7.20.0 ruby/3.2.0', Authorization: '' };
const dotnet = { 'User-Agent': 'vonage-dotnet/8.35.0', Authorization: '{{basic}}' };
const node325 = {
  'user-agent': '@vonage/server-sdk/3.0.0, node/20.20.2,',
  'content-type': json,
  Accept: '*/*',
};
const nexmo1 = {
  'Content-Type': form,
  Accept: json,
  'User-Agent': 'nexmo-node/1.2.1 node/20.20.2',
};

const started = { request_id: HEX32, status: '0' };
const verified = {
  request_id: '{{id}}',
  event_id: /.+/,
  status: '0',
  price: MONEY,
  currency: 'EUR',
};
const inProgress = {
  request_id: '{{id}}',
  account_id: '{{key}}',
  status: 'IN PROGRESS',
  number: '{{number}}',
  sender_id: 'verify',
  date_submitted: DATE_TIME,
  checks: [],
  currency: 'EUR',
};
const cancelled = { status: '0', command: 'cancel' };

export const recordedRequests: readonly RecordedRequest[] = [
  {
    name: 'Python 4.7.2 start, every parameter in a form',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: { ...python4, 'Content-Type': form },
      body: `number={{number}}&code_length=6&pin_expiry=240&next_event_wait=120&workflow_id=4&brand=Acme+Inc&sender_id=ACME&lg=en-gb&pin_code=AKFG3424&${keys}`,
    },
    expected: started,
  },
  {
    name: 'Python 4.7.2 psd2 with a decimal amount',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/psd2/json',
      headers: { ...python4, 'Content-Type': form },
      body: `number={{number}}&payee=Acme+Inc&amount=48.0&${keys}`,
    },
    expected: started,
  },
  {
    name: 'Python 4.7.2 start after a v2 call: a form labelled JSON, with a leaked Bearer header',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: {
        ...python4,
        'Content-Type': json,
        Authorization: 'Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3fQ.c2ln',
      },
      body: `number={{number}}&brand=Acme+Inc&${keys}`,
    },
    expected: started,
  },
  {
    name: 'Python 4.7.2 check',
    source: 'recorded from the client',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/check/json',
      headers: { ...python4, 'Content-Type': form },
      body: `request_id={{id}}&code={{code}}&${keys}`,
    },
    expected: verified,
  },
  {
    name: 'Python 4.7.2 search for one',
    source: 'recorded from the client',
    given: 'a running request',
    request: {
      method: 'GET',
      path: `/verify/search/json?request_id={{id}}&${keys}`,
      headers: python4,
    },
    expected: inProgress,
  },
  {
    name: 'Python 4.7.2 search for two',
    source: 'recorded from the client',
    given: 'two running requests',
    request: {
      method: 'GET',
      path: `/verify/search/json?request_ids={{id}}&request_ids={{id2}}&${keys}`,
      headers: python4,
    },
    expected: { verification_requests: [{ status: 'IN PROGRESS' }, { status: 'IN PROGRESS' }] },
  },
  {
    name: 'Python 4.7.2 cancel',
    source: 'recorded from the client',
    given: '31 seconds passed',
    request: {
      method: 'POST',
      path: '/verify/control/json',
      headers: { ...python4, 'Content-Type': form },
      body: `request_id={{id}}&cmd=cancel&${keys}`,
    },
    expected: cancelled,
  },
  {
    name: 'Python 4.7.2 trigger',
    source: 'recorded from the client',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/control/json',
      headers: { ...python4, 'Content-Type': form },
      body: `request_id={{id}}&cmd=trigger_next_event&${keys}`,
    },
    expected: { status: '0', command: 'trigger_next_event' },
  },
  {
    name: 'Python 3.18.0 start',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: { ...python3, 'Content-Type': form },
      body: `number={{number}}&brand=Acme+Inc&workflow_id=4&${keys}`,
    },
    expected: started,
  },
  {
    name: 'Python 3.18.0 check, the code first',
    source: 'recorded from the client',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/check/json',
      headers: { ...python3, 'Content-Type': form },
      body: `code={{code}}&request_id={{id}}&${keys}`,
    },
    expected: verified,
  },
  {
    name: 'Python 3.18.0 search for two repeats request_id, not request_ids',
    source: 'recorded from the client',
    given: 'two running requests',
    request: {
      method: 'GET',
      path: `/verify/search/json?request_id={{id}}&request_id={{id2}}&${keys}`,
      headers: python3,
    },
    expected: { verification_requests: [{ status: 'IN PROGRESS' }, { status: 'IN PROGRESS' }] },
  },
  {
    name: 'Java 9.13.0 start, form and Basic',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: java,
      body: 'number={{number}}&brand=Acme+Inc&sender_id=ACME&code_length=6&lg=en-gb&workflow_id=1&pin_expiry=60&next_event_wait=300',
    },
    expected: started,
  },
  {
    name: 'Java 9.13.0 check',
    source: 'read in the client’s source',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/check/json',
      headers: java,
      body: 'request_id={{id}}&code={{code}}',
    },
    expected: verified,
  },
  {
    name: 'Java 9.13.0 searches by POST',
    source: 'read in the client’s source',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/search/json',
      headers: java,
      body: 'request_id={{id}}',
    },
    expected: inProgress,
  },
  {
    name: 'Java 9.13.0 searches for two by POST',
    source: 'read in the client’s source',
    given: 'two running requests',
    request: {
      method: 'POST',
      path: '/verify/search/json',
      headers: java,
      body: 'request_ids={{id}}&request_ids={{id2}}',
    },
    expected: { verification_requests: [{ status: 'IN PROGRESS' }, { status: 'IN PROGRESS' }] },
  },
  {
    name: 'Java 9.13.0 psd2',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/psd2/json',
      headers: java,
      body: 'number={{number}}&payee=Acme+Inc&amount=48.00&workflow_id=1',
    },
    expected: started,
  },
  {
    name: 'Java 9.13.0 cancel',
    source: 'read in the client’s source',
    given: '31 seconds passed',
    request: {
      method: 'POST',
      path: '/verify/control/json',
      headers: java,
      body: 'request_id={{id}}&cmd=cancel',
    },
    expected: cancelled,
  },
  {
    name: 'Java 8, keys as form parameters',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: { 'Content-Type': `${form}; charset=UTF-8`, Accept: json },
      body: `number={{number}}&brand=Acme+Inc&${keys}`,
    },
    expected: started,
  },
  {
    name: 'PHP start with everything it always sends',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: php,
      body: '{"number":"{{number}}","brand":"Acme Inc","sender_id":"VONAGE","code_length":4,"pin_expiry":300,"next_event_wait":300,"workflow_id":1}',
    },
    expected: started,
  },
  {
    name: 'PHP psd2',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/psd2/json',
      headers: php,
      body: '{"number":"{{number}}","payee":"Acme Inc","amount":"48.00","code_length":4,"pin_expiry":300,"next_event_wait":300,"workflow_id":1}',
    },
    expected: started,
  },
  {
    name: 'PHP check, the client address as ip',
    source: 'read in the client’s source',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/check/json',
      headers: php,
      body: '{"request_id":"{{id}}","code":"{{code}}","ip":"203.0.113.7"}',
    },
    expected: verified,
  },
  {
    name: 'PHP searches by POST in JSON',
    source: 'read in the client’s source',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/search/json',
      headers: php,
      body: '{"request_id":"{{id}}"}',
    },
    expected: inProgress,
  },
  {
    name: 'PHP cancel',
    source: 'read in the client’s source',
    given: '31 seconds passed',
    request: {
      method: 'POST',
      path: '/verify/control/json',
      headers: php,
      body: '{"request_id":"{{id}}","cmd":"cancel"}',
    },
    expected: cancelled,
  },
  {
    name: 'PHP before 2026, keys in the JSON body',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: phpKeys,
      body: '{"number":"{{number}}","brand":"Acme Inc","sender_id":"VONAGE","code_length":"4","pin_expiry":"300","next_event_wait":"300","workflow_id":"1","api_key":"{{key}}","api_secret":"{{secret}}"}',
    },
    expected: started,
  },
  {
    name: 'Ruby 7.35.0 start, form and Basic',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: { ...ruby, 'Content-Type': form },
      body: 'number={{number}}&brand=Acme+Inc',
    },
    expected: started,
  },
  {
    name: 'Ruby 7.35.0 check',
    source: 'read in the client’s source',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/check/json',
      headers: { ...ruby, 'Content-Type': form },
      body: 'request_id={{id}}&code={{code}}',
    },
    expected: verified,
  },
  {
    name: 'Ruby 7.35.0 searches by GET with Basic',
    source: 'read in the client’s source',
    given: 'a running request',
    request: { method: 'GET', path: '/verify/search/json?request_id={{id}}', headers: ruby },
    expected: inProgress,
  },
  {
    name: 'Ruby before 7.33, keys in the form and an empty Authorization header',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: { ...rubyKeys, 'Content-Type': form },
      body: `number={{number}}&brand=Acme+Inc&${keys}`,
    },
    expected: started,
  },
  {
    name: '.NET 8.35.0 start, form and Basic',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: { ...dotnet, 'Content-Type': form },
      body: 'brand=Acme+Inc&code_length=4&lg=en-us&next_event_wait=300&number={{number}}&pin_expiry=300&workflow_id=1&',
    },
    expected: started,
  },
  {
    name: '.NET searches by GET with a trailing ampersand',
    source: 'read in the client’s source',
    given: 'a running request',
    request: { method: 'GET', path: '/verify/search/json?request_id={{id}}&', headers: dotnet },
    expected: inProgress,
  },
  {
    name: '.NET 3, everything in the query with a trailing ampersand',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'GET',
      path: `/verify/json?number={{number}}&brand=Acme+Inc&${keys}&`,
      headers: { 'User-Agent': 'nexmo-dotnet/3.0.0' },
    },
    expected: started,
  },
  {
    name: 'go start, POST form with keys',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: { 'Content-Type': form, Accept: json, 'User-Agent': 'vonage-go/0.14.0' },
      body: `${keys}&brand=Acme+Inc&number={{number}}&workflow_id=4`,
    },
    expected: started,
  },
  {
    name: 'Node 3.25.1 start, keys inside the JSON',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/verify/json',
      headers: node325,
      body: '{"number":"{{number}}","brand":"Acme","sender_id":"ACME","workflow_id":4,"pin_expiry":240,"code_length":6,"api_key":"{{key}}","api_secret":"{{secret}}"}',
    },
    expected: started,
  },
  {
    name: 'Node 3.25.1 check',
    source: 'recorded from the client',
    given: 'a running request',
    request: {
      method: 'POST',
      path: '/verify/check/json',
      headers: node325,
      body: '{"request_id":"{{id}}","code":"{{code}}","api_key":"{{key}}","api_secret":"{{secret}}"}',
    },
    expected: verified,
  },
  {
    name: 'Node 3.25.1 search, keys in the query',
    source: 'recorded from the client',
    given: 'a running request',
    request: {
      method: 'GET',
      path: `/verify/search/json?request_id={{id}}&${keys}`,
      headers: { 'user-agent': '@vonage/server-sdk/3.0.0, node/20.20.2,' },
    },
    expected: inProgress,
  },
  {
    name: 'Node 3.25.1 cancel',
    source: 'recorded from the client',
    given: '31 seconds passed',
    request: {
      method: 'POST',
      path: '/verify/control/json',
      headers: node325,
      body: '{"request_id":"{{id}}","cmd":"cancel","api_key":"{{key}}","api_secret":"{{secret}}"}',
    },
    expected: cancelled,
  },
  {
    name: 'nexmo 1.2.1 start, GET labelled as a form',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'GET',
      path: `/verify/json?number={{number}}&brand=Acme%20Inc&sender_id=ACME&code_length=6&lg=en-gb&pin_expiry=240&next_event_wait=120&workflow_id=4&country=GB&${keys}`,
      headers: nexmo1,
    },
    expected: started,
  },
  {
    name: 'nexmo 1.2.1 wrong code',
    source: 'recorded from the client',
    given: 'a running request',
    request: {
      method: 'GET',
      path: `/verify/check/json?request_id={{id}}&code=000000&${keys}`,
      headers: nexmo1,
    },
    expected: { request_id: '{{id}}', status: '16', error_text: errorText.wrongCode },
  },
  {
    name: 'the gateway test suite: a GET that carries a JSON body with credentials',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'GET',
      path: '/verify/json',
      headers: { 'Content-Type': json },
      body: '{"number":"{{number}}","brand":"Acme Inc","api_key":"{{key}}","api_secret":"{{secret}}"}',
    },
    expected: started,
  },
];
