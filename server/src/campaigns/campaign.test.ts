import { expect, test } from 'vitest';
import { type CampaignAct, campaignStates, needsTenDlc, stateAfter } from './campaign.ts';

const acts: readonly CampaignAct[] = [
  'edit',
  'submit',
  'take-back',
  'approve',
  'refuse',
  'withdraw',
];
const proposal = { company: 'Acme', templates: ['${pin}'], details: {} };

function outcome(act: () => string): string {
  try {
    return act();
  } catch (error) {
    return `! ${(error as { publicDetail: { reason: string } }).publicDetail.reason}`;
  }
}

test('what each act does in each state', () => {
  const table = Object.fromEntries(
    campaignStates.map((state) => [
      state,
      acts.map((act) => outcome(() => stateAfter({ state, proposal: null }, act))),
    ]),
  );
  const over = '! campaign-not-in-review';
  const gone = '! campaign-withdrawn';
  const busy = '! campaign-in-review';
  expect(table).toEqual({
    draft: ['draft', 'pending', over, over, over, 'withdrawn'],
    pending: [busy, busy, 'draft', 'approved', 'refused', 'withdrawn'],
    approved: ['approved', '! campaign-approved-already', over, over, over, 'withdrawn'],
    refused: ['refused', 'pending', over, over, over, 'withdrawn'],
    withdrawn: [gone, gone, gone, gone, gone, gone],
  });
});

test('an approved campaign stays approved whatever becomes of its edit', () => {
  for (const act of ['approve', 'refuse', 'take-back', 'edit'] as const) {
    expect(stateAfter({ state: 'approved', proposal }, act)).toBe('approved');
  }
});

test('10DLC is asked of live long numbers in the United States alone', () => {
  const number = { id: 1, kind: 'long-number', sender: '12025550100', country: 'US' };
  expect(needsTenDlc({ applicationKind: 'live', number })).toBe(true);
  expect(needsTenDlc({ applicationKind: 'sandbox', number })).toBe(false);
  expect(needsTenDlc({ applicationKind: 'live', number: { ...number, country: 'CA' } })).toBe(
    false,
  );
  const code = { ...number, kind: 'dedicated-short-code' };
  expect(needsTenDlc({ applicationKind: 'live', number: code })).toBe(false);
});
