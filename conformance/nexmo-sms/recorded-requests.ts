/**
 * Plain messages as clients send them that cannot run here.
 */
import type { RecordedRequest } from '../support/recorded.ts';

const form = 'application/x-www-form-urlencoded';
const keys = 'api_key={{key}}&api_secret={{secret}}';
const sent = { 'message-count': '1', messages: [{ status: '0', to: '{{number}}' }] };
const sentWithReference = {
  'message-count': '1',
  messages: [{ status: '0', to: '{{number}}', 'client-ref': 'r 1' }],
};

export const recordedRequests: readonly RecordedRequest[] = [
  {
    name: 'Python nexmo 2.5.2 send_message',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: { 'Content-Type': form, 'User-Agent': 'nexmo-python/2.5.2 python/3.11.7' },
      body: `from=MyCompany20&to={{number}}&text=A+text+message&client-ref=r+1&${keys}`,
    },
    expected: sentWithReference,
  },
  {
    name: 'Python vonage 4.7.2 sms.send: Basic, a form, True with a capital letter',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: {
        'Content-Type': form,
        Accept: 'application/json',
        'User-Agent': 'vonage-python-sdk/4.7.2 python/3.11.7',
        Authorization: '{{basic}}',
      },
      body: 'to={{number}}&from=AcmeInc&text=Hello&status-report-req=True&client-ref=r+1',
    },
    expected: sentWithReference,
  },
  {
    name: 'PHP 2.9.0 message()->send: keys merged into the JSON',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: { 'Content-Type': 'application/json' },
      body: '{"type":"text","text":"Hello","to":"{{number}}","from":"Acme","api_key":"{{key}}","api_secret":"{{secret}}"}',
    },
    expected: sent,
  },
  {
    name: 'PHP 4.14.0 sms()->send: a lifetime and a report as numbers, Basic',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: { 'Content-Type': 'application/json', Authorization: '{{basic}}' },
      body: '{"from":"Acme","to":"{{number}}","text":"Hello","ttl":259200000,"status-report-req":1,"type":"text","client-ref":"r 1"}',
    },
    expected: sentWithReference,
  },
  {
    name: 'Ruby vonage 7.35.0 sms.send',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: { 'Content-Type': form, Authorization: '{{basic}}' },
      body: 'from=Ruby&to={{number}}&text=Hello+from+Ruby',
    },
    expected: sent,
  },
  {
    name: '.NET current SmsClient: a form with Basic',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: { 'Content-Type': form, Authorization: '{{basic}}' },
      body: 'to={{number}}&from=AcmeInc&text=A+test+SMS&status-report-req=True&',
    },
    expected: sent,
  },
  {
    name: 'Java current: a form with Basic',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: { 'Content-Type': `${form}; charset=UTF-8`, Authorization: '{{basic}}' },
      body: 'from=AcmeInc&to={{number}}&type=text&status-report-req=false&text=Hello',
    },
    expected: sent,
  },
  {
    name: '@vonage/sms 1.12.0: key and secret in the JSON body',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: { 'Content-Type': 'application/json' },
      body: '{"text":"Hello","to":"{{number}}","from":"Acme","type":"text","api_key":"{{key}}","api_secret":"{{secret}}"}',
    },
    expected: sent,
  },
  {
    name: 'easynexmo: everything in the query of a POST',
    source: 'recorded from the client',
    given: 'nothing',
    request: {
      method: 'POST',
      path: `/sms/json?from=Acme&to={{number}}&text=Hello%20there&${keys}`,
      headers: { 'Content-Type': form, 'Content-Length': '0', Accept: 'application/json' },
    },
    expected: sent,
  },
  {
    name: 'Go vonage-go-sdk: a form with the keys in it',
    source: 'read in the client’s source',
    given: 'nothing',
    request: {
      method: 'POST',
      path: '/sms/json',
      headers: { 'Content-Type': form, Accept: 'application/json' },
      body: `${keys}&from=Acme&to={{number}}&text=Hello&type=unicode`,
    },
    expected: sent,
  },
];
