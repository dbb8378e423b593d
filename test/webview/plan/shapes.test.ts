import { describe, expect, test } from 'vitest';
import { layArrows, readFrom } from '../../../webview/dashboard/plan/arrows';
import { layColumns } from '../../../webview/dashboard/plan/columns';
import { violinPath } from '../../../webview/dashboard/plan/violin';
import { aStage } from '../parts/run';

describe('the histogram', () => {
  const place = { middle: 50, half: 40, top: 0, height: 100 };
  test('is as wide as the share of the fullest bin, mirrored, with pass rate 0 at the top', () => {
    expect(violinPath([10, 5], place)).toBe('M50 0L90 0V50L70 50V100L50 100L30 100V50L10 50V0Z');
  });
  test('shows a single row among thousands', () => {
    expect(violinPath([10_000, 1], place)).toContain('L51 50');
  });
  test('has gaps where there are no rows', () => {
    expect(violinPath([10, 0, 10, 0], place)).toBe(
      'M50 0L90 0V25L50 25L10 25V0ZM50 50L90 50V75L50 75L10 75V50Z',
    );
  });
  test('is nothing without rows', () => {
    expect(violinPath([0, 0], place)).toBe('');
  });
});

describe('the flow of checkpoints', () => {
  const lay = (...from: readonly string[]) => {
    const stages = from.map((text, i) => aStage(`s${i}`, { from: text }));
    const laid = layColumns(stages, 1000);
    return { laid, arrows: layArrows(laid, 170, 20) };
  };
  test('reads the words of the plan', () => {
    expect(readFrom('best of see')).toEqual({ rule: 'best', stage: 'see' });
    expect(readFrom('step 40 of a of b')).toEqual({ rule: 'step 40', stage: 'a of b' });
    expect(readFrom('base')).toBeUndefined();
  });
  test('goes straight between neighbours and says which checkpoint', () => {
    const { laid, arrows } = lay('base', 'best of s0');
    const [, arrow] = arrows;
    expect(arrow).toMatchObject({ source: 's0', target: 's1', rule: 'best', label: { text: 'best' } });
    expect(arrow?.tip).toEqual([(laid.columns[1]?.x ?? 0) - 2, 170]);
    expect(arrow?.path).toMatch(/^M[\d.]+ 170H[\d.]+$/);
  });
  test('rises over the stages that it passes', () => {
    const { arrows } = lay('base', 'best of s0', 'last of s0');
    expect(arrows[2]).toMatchObject({ source: 's0', rule: 'last' });
    expect(arrows[2]?.path).toContain('150H');
  });
  test('starts from the base model where the words name no stage before', () => {
    const { arrows } = lay('base', 'best of nobody', 'best of s2', '');
    expect(arrows.map(({ source }) => source)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
