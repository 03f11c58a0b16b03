/**
 * 2FA as clients send it that cannot run here.
 */
import type { RecordedRequest } from '../support/recorded.ts';

const form = 'application/x-www-form-urlencoded';
const keys = 'api_key={{key}}&api_secret={{secret}}';
const sent = { 'message-count': '1', messages: [{ status: '0', to: '{{usNumber}}' }] };
const sentWithReference = {
  'message-count': '1',
  messages: [{ status: '0', to: '{{usNumber}}', 'client-ref': 'r 1' }],
};

export const recordedRequests: readonly RecordedRequest[] = [
  {
    name: 'Python nexmo 2.5.2 send_2fa_message',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sc/us/2fa/json',
      headers: { 'Content-Type': form, 'User-Agent': 'nexmo-python/2.5.2 python/3.11.7' },
      body: `to={{usNumber}}&pin=1234&client-ref=r+1&${keys}`,
    },
    expected: sentWithReference,
  },
  {
    name: 'Python vonage 3.18.0 after a v2 call: a leaked Bearer header',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sc/us/2fa/json',
      headers: {
        'Content-Type': form,
        'User-Agent': 'vonage-python/3.18.0 python/3.11.7',
        Authorization: 'Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3fQ.c2ln',
      },
      body: `to={{usNumber}}&pin=1234&${keys}`,
    },
    expected: sent,
  },
  {
    name: 'PHP 2.9.0 sendShortcode, keys merged into the JSON',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sc/us/2fa/json',
      headers: { 'Content-Type': 'application/json' },
      body: '{"client-ref":"r 1","status-report-req":1,"pin":"1234","to":"{{usNumber}}","api_key":"{{key}}","api_secret":"{{secret}}"}',
    },
    expected: sentWithReference,
  },
  {
    name: 'PHP 4.14.0 sendTwoFactor, the PIN a number, Basic',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sc/us/2fa/json',
      headers: { 'Content-Type': 'application/json', Authorization: '{{basic}}' },
      body: '{"to":"{{usNumber}}","pin":1234}',
    },
    expected: sent,
  },
  {
    name: 'Ruby 7.35.0 client.tfa.send',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sc/us/2fa/json',
      headers: { 'Content-Type': form, 'User-Agent': 'vonage-ruby/7.35.0 ruby/3.3.0' },
      body: `to={{usNumber}}&pin=1234&client-ref=r+1&${keys}`,
    },
    expected: sentWithReference,
  },
  {
    name: '.NET 3.0.0 RequestTwoFactorAuth: GET with a trailing ampersand and a one-digit PIN',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'GET',
      path: `/sc/us/2fa/json?to={{usNumber}}&pin=7&${keys}&`,
      headers: { 'User-Agent': 'nexmo-dotnet/3.0.0' },
    },
    expected: sent,
  },
  {
    name: 'easynexmo: POST with everything in the query and Content-Length 0',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: `/sc/us/2fa/json?pin=1234&to={{usNumber}}&${keys}`,
      headers: { 'Content-Type': form, 'Content-Length': '0' },
    },
    expected: sent,
  },
  {
    name: 'old documents: Content-Length even on a GET',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'GET',
      path: `/sc/us/2fa/json?pin=1234&to={{usNumber}}&${keys}`,
      headers: { 'Content-Length': '0' },
    },
    expected: sent,
  },
];
