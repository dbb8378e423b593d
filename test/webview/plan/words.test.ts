import { describe, expect, test } from 'vitest';
import { planSentence, stageSentence, stateWords, stepWords } from '../../../webview/dashboard/plan/words';
import { aDetail, aStage, threeStages } from '../parts/run';

test('the whole picture can be heard', () => {
  const { detail, passRates } = threeStages();
  const words = planSentence(detail, new Map(passRates.map((rates) => [rates.stage, rates])));
  expect(words).toContain('3 stages in training order');
  expect(words).toContain('Stage see, perception, done; 3,291 rows, 96 steps, from the base model');
  expect(words).toContain('Stage think, textual reasoning, running, step 70 of 150');
  expect(words).toContain('from best of see');
  expect(words).toContain('median 0.50, middle 90 % from 0.13 to 0.88');
  expect(words).toContain('now at rows of pass rate 0.');
  expect(words).toContain('best checkpoint at step 80 with 0.6213');
  expect(words).toContain('Then predict (waiting), audit (waiting).');
});

describe('a stage', () => {
  test('without pass rates says so', () => {
    expect(stageSentence(aStage('see'), undefined)).toContain('its rows have no pass rates');
    const rates = { stage: 'see', bins: [], unknown: 7 };
    expect(stageSentence(aStage('see'), rates)).toContain('its rows have no pass rates');
  });
  test('with unrated rows counts them', () => {
    const rates = { stage: 'see', bins: [1], unknown: 1, band: [0.1, 0.2, 0.3] as const };
    expect(stageSentence(aStage('see'), rates)).toContain('; 1 row without one');
  });
  test('of which nothing is planned makes no empty sentences', () => {
    const words = stageSentence(
      aStage('x', { capabilities: [], order: '', from: '', totalSteps: 0 }),
      undefined,
    );
    expect(words).toBe(
      'Stage x, no capability, waiting; 3,291 rows, steps unknown; its rows have no pass rates',
    );
  });
  test('that failed says where and why', () => {
    const failed = aStage('see', { state: 'failed', step: 12, attempts: 1, reason: 'out of memory' });
    expect(stateWords(failed)).toBe('failed at step 12 of 96: out of memory');
  });
  test('shows how far it is', () => {
    expect(stepWords(aStage('a', { state: 'running', step: 34 }))).toBe('34 / 96 steps');
    expect(stepWords(aStage('a', { state: 'done', step: 96 }))).toBe('96 steps');
    expect(stepWords(aStage('a', { state: 'done', step: 40 }))).toBe('40 / 96 steps');
    expect(stepWords(aStage('a', { totalSteps: 0 }))).toBe('steps unknown');
  });
});

test('a run without stages is told as such', () => {
  expect(planSentence(aDetail([]), new Map())).toContain('0 stages');
});
