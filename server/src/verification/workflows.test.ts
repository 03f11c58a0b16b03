/** Event times, new PINs and ends as the vendor documents them (see docs/compatibility/nexmo-verify.md). */
import { describe, expect, test } from 'vitest';
import { classicWorkflows, mustRenewCode, secondsToEnd, type WorkflowStep } from './workflows.ts';

/** Walks a workflow as the loop does: when each step comes, with which code, and when all ends. */
function walk(workflow: readonly WorkflowStep[], life: number) {
  const steps: { at: number; code: number }[] = [];
  let at = 0;
  let code = 1;
  let lifeLeft = life;
  for (const [index, { waitSeconds }] of workflow.entries()) {
    if (index > 0 && mustRenewCode(life, lifeLeft)) {
      code += 1;
      lifeLeft = life;
    }
    steps.push({ at, code });
    const end = at + secondsToEnd(workflow, index, life, lifeLeft);
    if (index === workflow.length - 1) return { steps, end };
    at += waitSeconds;
    lifeLeft -= waitSeconds;
  }
  throw new Error('a workflow has a step');
}

const waiting = (id: number, waitSeconds: number) =>
  (classicWorkflows[id] as readonly WorkflowStep[]).map((step) => ({ ...step, waitSeconds }));

describe('the seven classic workflows with default timing', () => {
  test.each([
    [1, ['sms', 'voice', 'voice'], [0, 125, 305], [1, 1, 2], 605],
    [2, ['sms', 'sms', 'voice'], [0, 125, 305], [1, 1, 2], 605],
    [3, ['voice', 'voice'], [0, 150], [1, 1], 300],
    [4, ['sms', 'sms'], [0, 120], [1, 1], 300],
    [5, ['sms', 'voice'], [0, 120], [1, 1], 300],
    [6, ['sms'], [0], [1], 300],
    [7, ['voice'], [0], [1], 300],
  ])('%i: %j at %j with codes %j, ends at %i', (id, channels, times, codes, end) => {
    const workflow = classicWorkflows[id] as readonly WorkflowStep[];
    const walked = walk(workflow, 300);
    expect(workflow.map(({ channel }) => channel)).toEqual(channels);
    expect(walked.steps.map(({ at }) => at)).toEqual(times);
    expect(walked.steps.map(({ code }) => code)).toEqual(codes);
    expect(walked.end).toBe(end);
  });

  test('there are no others', () => {
    expect(Object.keys(classicWorkflows)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });
});

describe('the documented timings of workflow 1', () => {
  test.each([
    [360, 120, [1, 1, 1], 360],
    [240, 120, [1, 1, 2], 480],
    [120, 120, [1, 2, 3], 360],
    [300, 60, [1, 1, 1], 300],
  ])('codes that live %i s with %i s between events: %j, ends at %i', (life, wait, codes, end) => {
    const walked = walk(waiting(1, wait), life);
    expect(walked.steps.map(({ at }) => at)).toEqual([0, wait, 2 * wait]);
    expect(walked.steps.map(({ code }) => code)).toEqual(codes);
    expect(walked.end).toBe(end);
  });
});

test('the end told at the start is the end reached step by step, whatever the timing', () => {
  for (const id of [1, 2, 3, 4, 5, 6, 7]) {
    for (let life = 60; life <= 3600; life += 45) {
      for (let wait = 60; wait <= 900; wait += 70) {
        const workflow = waiting(id, wait);
        expect(secondsToEnd(workflow, 0, life, life)).toBe(walk(workflow, life).end);
      }
    }
  }
});

test('no code is sent with less life than the smaller of 60 s and a quarter of its whole', () => {
  for (let life = 60; life <= 3600; life += 15) {
    const limit = Math.min(60, life / 4);
    expect(mustRenewCode(life, limit)).toBe(false);
    expect(mustRenewCode(life, limit - 0.001)).toBe(true);
    expect(mustRenewCode(life, 0)).toBe(true);
    expect(mustRenewCode(life, -10)).toBe(true);
  }
});
