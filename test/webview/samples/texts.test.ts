import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRight } from '../../../src/protocol/runs';
import { rewardBars } from '../../../webview/dashboard/samples/bars';
import { changesFrom } from '../../../webview/kit/changes';
import { emptyWords, gist, imageName, isShowable } from '../../../webview/dashboard/samples/texts';
import { aStage } from '../parts/run';

describe('changes of an answer', () => {
  test('are the words that the one before does not have in this order', () => {
    expect(changesFrom('I see a red circle', 'I see a blue circle')).toEqual([
      { text: 'I see a ', isNew: false },
      { text: 'blue ', isNew: true },
      { text: 'circle', isNew: false },
    ]);
  });
  test('do not mind how a text is broken into lines', () => {
    expect(changesFrom('a b c', 'a\n\nb  c').every(({ isNew }) => !isNew)).toBe(true);
  });
  test('lose no character, whatever the texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, text) => {
        expect(
          changesFrom(before, text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
  test('of very long texts are not looked for', () => {
    const long = 'word '.repeat(10_000);
    expect(changesFrom(long, `${long}more`)).toEqual([{ text: `${long}more`, isNew: false }]);
  });
});

describe('reward bars', () => {
  test('stand on one scale with 0 and 1 in it', () => {
    const { bars, zero } = rewardBars({ format: 0.5, overall: 1 });
    expect(zero).toBe(0);
    expect(bars).toEqual([
      { name: 'overall', value: 1, from: 0, to: 1 },
      { name: 'format', value: 0.5, from: 0, to: 0.5 },
    ]);
  });
  test('reach left of zero for a penalty', () => {
    const { bars, zero } = rewardBars({ length_penalty: -1, accuracy: 1 });
    expect(zero).toBe(0.5);
    expect(bars[1]).toEqual({ name: 'length_penalty', value: -1, from: 0, to: 0.5 });
  });
  test('keep a part that is not a number, also as JSON brings it', () => {
    const { bars } = rewardBars({ accuracy: NaN, format: null });
    expect(bars.map(({ value, from, to }) => [value, from, to])).toEqual([
      [NaN, 0, 0],
      [NaN, 0, 0],
    ]);
  });
});

describe('right or wrong', () => {
  test('is what the accuracy says, else the total, else the mean of the parts', () => {
    expect(isRight({ reward: { overall: 0.9, accuracy: 0 } })).toBe(false);
    expect(isRight({ reward: { overall: 0.9, accuracy: NaN } })).toBe(true);
    expect(isRight({ reward: { style: 1, length: 0.2 } })).toBe(true);
  });
  test('is unknown without a number', () => {
    expect(isRight({ reward: {} })).toBeUndefined();
    expect(isRight({ reward: { accuracy: NaN } })).toBeUndefined();
    expect(isRight({ reward: JSON.parse('{"accuracy":null}') as Record<string, number> })).toBeUndefined();
  });
});

describe('the gist of a response', () => {
  test('is its end, where the answer stands', () => {
    expect(gist(`${'thinking '.repeat(100)}\n\\boxed{42}`)).toMatch(/^….*\\boxed\{42\}$/);
    expect(gist('short')).toBe('short');
    expect(gist('  \n ')).toBe('(empty response)');
  });
});

describe('an image', () => {
  test('is shown only from an address that the editor made', () => {
    expect(isShowable('https://file+.vscode-resource.vscode-cdn.net/a.png')).toBe(true);
    expect(isShowable('vscode-webview-resource://x/a.png')).toBe(true);
    expect(isShowable('/data/a.png')).toBe(false);
    expect(isShowable('C:\\data\\a.png')).toBe(false);
    expect(isShowable('javascript:alert(1)')).toBe(false);
  });
  test('is named by its file', () => {
    expect(imageName('https://x/a/b%20c.png?v=1')).toBe('b c.png');
    expect(imageName('C:\\data\\a.png')).toBe('a.png');
    expect(imageName('/data/100%.png')).toBe('100%.png');
  });
});

describe('an empty list', () => {
  const stages = [aStage('see', { attempts: 1 })];
  test('says why', () => {
    expect(emptyWords('queued', stages, { search: '' }).text).toContain('waiting for its turn');
    expect(emptyWords('running', stages, { search: '' }).text).toContain('this engine writes none');
    expect(emptyWords('done', stages, { search: '' }).text).toContain('Its engine wrote none');
    expect(emptyWords('failed', [aStage('see')], { search: '' }).text).toContain(
      'None of its stages was started',
    );
    expect(emptyWords('done', stages, { search: 'x' }).title).toBe('No sample matches');
    expect(emptyWords('done', stages, { search: '', outcome: 'wrong' }).title).toBe('No sample matches');
  });
});
