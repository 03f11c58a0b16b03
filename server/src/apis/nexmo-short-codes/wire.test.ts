/** Alerts and marketing messages: which campaign is meant, and what is said. */
import { describe, expect, test } from 'vitest';
import { createTestApplicationValue } from '../../../test-support/application-value.ts';
import type { ApprovedCampaign } from '../../applications/application.ts';
import { readParameters } from '../classic/parameters.ts';
import { decodeAlert, decodeMarketing } from './wire.ts';

const twoFactor: Partial<ApprovedCampaign> = { use: 'two-factor', templates: ['${pin}'] };
const alerts: Partial<ApprovedCampaign> = {
  use: 'alerts',
  templates: ['${company}: ${server} is down', 'See ${link}', 'All is well'],
};
const marketing: Partial<ApprovedCampaign> = { use: 'marketing', code: '22395' };

const read = (values: object) => readParameters({ query: '', body: JSON.stringify(values) });
const alert = (values: object, campaigns: readonly Partial<ApprovedCampaign>[] = [alerts]) =>
  decodeAlert(
    read({ to: '16365553226', ...values }),
    createTestApplicationValue('sandbox', campaigns),
  );
const market = (values: object, campaigns: readonly Partial<ApprovedCampaign>[] = [marketing]) =>
  decodeMarketing(
    read({ from: '22395', to: '16365553226', keyword: 'NEXMO', text: 'Sale', ...values }),
    createTestApplicationValue('sandbox', campaigns),
  );
const refusal = (parameter: string, code = 'invalid_parameter') =>
  expect.objectContaining({ code, publicDetail: expect.objectContaining({ parameter }) });
const withoutCampaign = expect.objectContaining({ code: 'forbidden' });

describe('an alert', () => {
  test('is the approved text with the caller’s own parameters, from the campaign’s code', () => {
    expect(alert({ server: 'db-1', 'client-ref': 'r 1' })).toMatchObject({
      dialect: 'nexmo-alert',
      to: '16365553226',
      sender: '98975',
      campaignId: 1,
      text: 'Acme: db-1 is down',
      reference: 'r 1',
      wantsReceipts: true,
      validitySeconds: 259_200,
      refusesOptOut: true,
    });
  });

  test('is chosen by its place', () => {
    expect(alert({ template: 1, link: 'http://x.test' })).toMatchObject({
      text: 'See http://x.test',
    });
    expect(alert({ template: '2' })).toMatchObject({ text: 'All is well' });
    expect(() => alert({ template: 3 })).toThrow(refusal('template'));
    expect(() => alert({ template: 6 })).toThrow(refusal('template'));
    expect(() => alert({ template: 'x' })).toThrow(refusal('template'));
  });

  test('with one text only, every place means it', () => {
    const only = [{ ...alerts, templates: ['All is well'] }];
    for (const template of [0, 1, 5]) {
      expect(alert({ template }, only)).toMatchObject({ text: 'All is well' });
    }
  });

  test('its first text stays the first beside a two-factor campaign', () => {
    expect(alert({ server: 'x' }, [twoFactor, alerts])).toMatchObject({ text: 'Acme: x is down' });
  });

  test('names the parameter that is missing', () => {
    expect(() => alert({})).toThrow(refusal('server', 'invalid_template'));
  });

  test('a value is data: it names no other parameter, and the company is not the caller’s', () => {
    expect(alert({ server: '${link}', link: 'x', company: 'Evil' })).toMatchObject({
      text: 'Acme: ${link} is down',
    });
  });

  test('keeps to UCS-2 when it is asked to, and takes no other type', () => {
    expect(alert({ server: 'x', type: 'unicode' })).toMatchObject({ encoding: 'ucs-2' });
    expect(alert({ server: 'x', type: 'text' })).not.toHaveProperty('encoding');
    expect(() => alert({ server: 'x', type: 'binary' })).toThrow(refusal('type'));
  });

  test('is refused without an approved campaign for alerts', () => {
    for (const campaigns of [[], [twoFactor], [marketing], [{ ...alerts, templates: [] }]]) {
      expect(() => alert({ server: 'x' }, campaigns)).toThrow(withoutCampaign);
    }
  });

  test('names with underscores mean the same', () => {
    expect(alert({ server: 'x', client_ref: 'r', status_report_req: '0' })).toMatchObject({
      reference: 'r',
      wantsReceipts: false,
    });
  });
});

describe('a marketing message', () => {
  test('is the caller’s own text from the code of the campaign', () => {
    expect(market({ text: ' Sale ${now} ' })).toMatchObject({
      dialect: 'nexmo-marketing',
      sender: '22395',
      text: ' Sale ${now} ',
      refusesOptOut: true,
    });
  });

  test.each(['from', 'to', 'keyword', 'text'])('%s must be there', (name) => {
    expect(() => market({ [name]: '' })).toThrow(refusal(name, 'missing_parameter'));
  });

  test('is refused from a code that is no marketing campaign’s', () => {
    expect(() => market({ from: '666' })).toThrow(withoutCampaign);
    expect(() => market({}, [{ ...alerts, code: '22395' }])).toThrow(withoutCampaign);
  });
});
