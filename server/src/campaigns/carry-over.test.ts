/** What migration 0003 makes of applications that existed before it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createApplicationDirectory } from '../applications/directory.ts';
import { getApplication } from '../applications/manage-application.ts';
import { sql } from '../db/client.ts';
import { migrateDatabase } from '../db/migrator.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { sampleCampaign } from './give-sample-campaign.ts';

const migrations = path.join(import.meta.dirname, '../db/migrations');
const log = () => undefined;
let database: TestDatabase;
let directory: string;

/** Applications as the release before stored them: name, kind, settings, retired. */
const before = [
  ['plain', 'sandbox', {}, false],
  ['other settings', 'sandbox', { sender: 'Acme' }, false],
  ['changed', 'sandbox', campaign('98765', 'Initech'), false],
  ['off', 'sandbox', { shortCode: null }, false],
  ['live without', 'live', {}, false],
  ['live', 'live', { ...campaign('54321', 'Harbour'), sender: 'Harbour' }, false],
  ['long', 'live', campaign('12024561111', 'Harbour'), false],
  ['twin one', 'live', campaign('24680', 'One'), false],
  ['twin two', 'live', campaign('24680', 'Two'), false],
  ['gone', 'live', campaign('13579', 'Gone'), true],
] as const;

function campaign(code: string, company: string) {
  return { shortCode: { code, company, template: 'Code $' + '{pin}' } };
}

beforeAll(async () => {
  database = await createTestDatabase();
  directory = mkdtempSync(path.join(tmpdir(), 'countersign-carry-over-'));
  for (const file of ['0001_core.sql', '0002_operators.sql']) {
    cpSync(path.join(migrations, file), path.join(directory, file));
  }
  await database.db.script('drop schema public cascade; create schema public;');
  await migrateDatabase({ url: database.url, directory, log });
  for (const [place, [name, kind, settings, isRetired]] of before.entries()) {
    await database.db.query(sql`
      with made as (
        insert into applications (name, kind, api_key, signature_secret_sealed, settings, retired_at)
        values (${name}, ${kind}, ${String(place).padStart(8, '0')}, '', ${JSON.stringify(settings)}::jsonb,
          case when ${isRetired} then now() end)
        returning id)
      insert into balances (application_id, amount) select id, 0 from made`);
  }
  await migrateDatabase({ url: database.url, log });
});
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await database.drop();
});

test('every application sends what it sent before', async () => {
  const keyRing = readKeyRing(generateKeyRing());
  const deps = {
    db: database.db,
    keyRing,
    directory: createApplicationDirectory({ db: database.db, keyRing }),
  };
  const rows = await database.db.query<{ id: number; name: string }>(sql`
    select id, name from applications`);
  const after: Record<string, unknown> = {};
  for (const { id, name } of rows) {
    const { campaigns, settings } = await getApplication(deps, id);
    expect(settings).not.toHaveProperty('shortCode');
    after[name] = campaigns.map(({ code, company, numberKind }) => [code, company, numberKind]);
    for (const { templates } of campaigns) {
      const isSample = name === 'plain' || name === 'other settings';
      expect(templates).toEqual([isSample ? sampleCampaign.template : 'Code $' + '{pin}']);
    }
  }
  expect(after).toEqual({
    plain: [['98765', 'Acme', 'shared-short-code']],
    'other settings': [['98765', 'Acme', 'shared-short-code']],
    changed: [['98765', 'Initech', 'shared-short-code']],
    off: [],
    'live without': [],
    live: [['54321', 'Harbour', 'dedicated-short-code']],
    long: [['12024561111', 'Harbour', 'long-number']],
    'twin one': [['24680', 'One', 'shared-short-code']],
    'twin two': [['24680', 'Two', 'shared-short-code']],
    gone: [],
  });
});

test('the settings keep everything else', async () => {
  const [row] = await database.db.query<{ settings: object }>(sql`
    select settings from applications where name = 'live'`);
  expect(row?.settings).toEqual({ sender: 'Harbour' });
});
