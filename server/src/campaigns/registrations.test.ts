/** Brands and campaigns in the registries: what counts, until when, and for whom. */
import { afterAll, describe, expect, test } from 'vitest';
import {
  applicant,
  createCampaignScene,
  of,
  refusal,
  reviewer,
} from '../../test-support/campaign-scene.ts';
import { addNumber } from '../numbers/add-number.ts';
import { createBrand, editBrand, recordBrandRegistration } from './brands.ts';
import { editCampaign } from './edit-campaign.ts';
import { recordCampaignRegistration } from './record-campaign-registration.ts';
import { submitCampaign } from './submit-campaign.ts';
import { withdrawCampaign } from './withdraw-campaign.ts';

const scene = await createCampaignScene();
const { deps, makeApplication, makeNumber, draft, submit, decide, approved, inForce } = scene;
afterAll(() => scene.close());

describe('registrations', () => {
  const past = new Date(Date.now() - 1_000);
  const registry = { registryId: 'C1ABCDE', actor: reviewer };

  test('one that ran out no longer counts as approved, a renewed one does', async () => {
    const id = await makeApplication();
    const campaign = await approved(id);
    const record = (expiresAt: Date | null) =>
      recordCampaignRegistration(deps, { ...of(campaign), ...registry, expiresAt });
    expect(await record(past)).toMatchObject({ state: 'approved', isInForce: false });
    expect(await inForce(id)).toEqual([]);
    expect(await record(new Date(Date.now() + 60_000))).toMatchObject({ isInForce: true });
    expect(await inForce(id)).toHaveLength(1);
  });

  test('a brand that is named has to be registered, at the approval and ever after', async () => {
    const id = await makeApplication();
    const data = { legalName: 'Harbour Ltd', displayName: 'Harbour', country: 'US' };
    const brand = await createBrand(deps, {
      applicationId: id,
      data: { ...data, entity: 'private-company' },
      actor: applicant,
    });
    const made = await draft(id);
    await editCampaign(deps, { ...of(made), brandId: brand.id });
    const pending = await submit(made);
    await expect(decide(pending)).rejects.toEqual(
      refusal('conflict', { reason: 'brand-not-registered' }),
    );
    const registered = { applicationId: id, brandId: brand.id, registryId: 'B1', actor: reviewer };
    await recordBrandRegistration(deps, { ...registered, state: 'registered', expiresAt: null });
    await decide(pending);
    expect(await inForce(id)).toHaveLength(1);
    await expect(
      editBrand(deps, { ...registered, data: { ...data, entity: 'government' } }),
    ).rejects.toEqual(refusal('conflict', { reason: 'brand-submitted' }));
    await recordBrandRegistration(deps, { ...registered, state: 'registered', expiresAt: past });
    expect(await inForce(id)).toEqual([]);
  });

  test('a live long number in the United States needs brand and registry id', async () => {
    const id = await makeApplication('live');
    const number = await addNumber(deps, {
      applicationId: id,
      kind: 'long-number',
      sender: '+1 (202) 456-1111',
      country: 'US',
      actor: applicant,
    });
    expect(number.sender).toBe('12024561111');
    const made = await draft(id, { numberId: number.id });
    await expect(submit(made)).rejects.toEqual(
      refusal('missing_parameter', { parameter: 'brandId' }),
    );
    const brand = await createBrand(deps, {
      applicationId: id,
      data: { legalName: 'H', displayName: 'H', country: 'US', entity: 'private-company' },
      actor: applicant,
    });
    await recordBrandRegistration(deps, {
      applicationId: id,
      brandId: brand.id,
      state: 'registered',
      registryId: 'B1',
      expiresAt: null,
      actor: reviewer,
    });
    await editCampaign(deps, { ...of(made), brandId: brand.id });
    const pending = await submit(made);
    await expect(decide(pending)).rejects.toEqual(
      refusal('conflict', { reason: 'campaign-not-registered' }),
    );
    await recordCampaignRegistration(deps, { ...of(made), ...registry, expiresAt: null });
    expect(await decide(pending)).toMatchObject({ state: 'approved' });
  });

  test('another application’s brand, number or campaign is not there', async () => {
    const [mine, theirs] = [await makeApplication(), await makeApplication()];
    const numberId = await makeNumber(theirs);
    const campaign = await draft(theirs, { numberId });
    await expect(draft(mine, { numberId })).rejects.toEqual(refusal('not_found'));
    const foreign = { ...of(campaign), applicationId: mine };
    await expect(submitCampaign(deps, foreign)).rejects.toEqual(refusal('not_found'));
    await expect(withdrawCampaign(deps, foreign)).rejects.toEqual(refusal('not_found'));
    await expect(editCampaign(deps, { ...foreign, company: 'X' })).rejects.toEqual(
      refusal('not_found'),
    );
    const brand = await createBrand(deps, {
      applicationId: theirs,
      data: { legalName: 'H', displayName: 'H', country: 'US', entity: 'private-company' },
      actor: applicant,
    });
    const own = await draft(mine);
    await expect(editCampaign(deps, { ...of(own), brandId: brand.id })).rejects.toEqual(
      refusal('invalid_parameter', { parameter: 'brandId' }),
    );
  });
});
