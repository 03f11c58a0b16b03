import { describe, expect, test } from 'vitest';
import { decideForcedStep, decideNextStep, type LiveVerification } from './verification.ts';
import { classicWorkflows, type WorkflowStep } from './workflows.ts';

const usual: LiveVerification = {
  step: 0,
  codeLifeLeftSeconds: 175,
  isEnded: false,
  isStepDue: true,
  workflow: classicWorkflows[1] as readonly WorkflowStep[],
  codeLifeSeconds: 300,
};

const wait = { kind: 'wait' };
const expire = { kind: 'expire' };
const send = (step: number, renewsCode: boolean) => ({ kind: 'send', step, renewsCode });

describe('what a loop that woke has to do', () => {
  test.each([
    ['nothing is due yet', { isStepDue: false }, wait],
    ['the second step is due, the code lives', {}, send(1, false)],
    ['the second step is due, the code is old', { codeLifeLeftSeconds: 59 }, send(1, true)],
    ['the code has exactly enough life left', { codeLifeLeftSeconds: 60 }, send(1, false)],
    ['the code is dead', { codeLifeLeftSeconds: -5 }, send(1, true)],
    ['the third step is due', { step: 1, codeLifeLeftSeconds: -5 }, send(2, true)],
    ['the last step is behind it', { step: 2 }, wait],
    ['a step beyond the last', { step: 9 }, wait],
    ['its time is over', { isEnded: true, isStepDue: false }, expire],
    ['its time is over though a step is due', { isEnded: true }, expire],
    ['its time is over though a step and a code are left', { isEnded: true, step: 1 }, expire],
    [
      'a short code with a quarter left',
      { codeLifeSeconds: 120, codeLifeLeftSeconds: 30 },
      send(1, false),
    ],
    ['a short code with less', { codeLifeSeconds: 120, codeLifeLeftSeconds: 29 }, send(1, true)],
  ] as const)('%s', (_name, changes, expected) => {
    expect(decideNextStep({ ...usual, ...changes })).toEqual(expected);
  });
});

describe('the next step when the application asks for it', () => {
  test.each([
    ['is taken although it is not due', { isStepDue: false }, send(1, false)],
    ['renews an old code', { isStepDue: false, codeLifeLeftSeconds: 10 }, send(1, true)],
    ['follows the second', { step: 1 }, send(2, false)],
    ['does not exist after the last', { step: 2 }, undefined],
    ['does not exist in a workflow of one', { workflow: classicWorkflows[6] }, undefined],
  ] as const)('%s', (_name, changes, expected) => {
    expect(decideForcedStep({ ...usual, ...changes } as LiveVerification)).toEqual(expected);
  });
});
