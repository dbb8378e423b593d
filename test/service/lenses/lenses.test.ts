import { describe, expect, it } from 'vitest';
import { EDITOR_COMMANDS } from '../../../src/protocol';
import { codeLenses } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotOf } from '../snapshot';
import { CURRICULUM } from '../hover/project';

/** Line, title, command without its prefix, and what it is about. */
const lenses = async (text: string): Promise<readonly string[]> => {
  const snapshot = snapshotOf(text);
  return (await codeLenses(snapshot, NOTHING_KNOWN)).map(({ range, command }) => {
    const { uri, ...about } = (command?.arguments?.[0] ?? {}) as Record<string, string>;
    expect(uri).toBe(snapshot.uri);
    expect(Object.values(EDITOR_COMMANDS)).toContain(command?.command);
    return `${range.start.line} ${command?.title ?? ''} ${command?.command.split('.')[1] ?? ''} ${JSON.stringify(about)}`;
  });
};

describe('code lenses', () => {
  it('stand above the file, its stages and its variants', async () => {
    expect(await lenses(CURRICULUM)).toEqual([
      '0 Run Curriculum run {}',
      '0 Preview Command previewCommand {}',
      '0 Plan showPlan {}',
      '12 Run Stage runStage {"stage":"easy"}',
      '12 Run from Here runFromStage {"stage":"easy"}',
      '12 Rehearse rehearse {"stage":"easy"}',
      '12 Debug One Sample debugSample {"stage":"easy"}',
      '12 Preview Command previewCommand {"stage":"easy"}',
      '12 Plan showPlan {"stage":"easy"}',
      '16 Run Stage runStage {"stage":"hard"}',
      '16 Run from Here runFromStage {"stage":"hard"}',
      '16 Rehearse rehearse {"stage":"hard"}',
      '16 Debug One Sample debugSample {"stage":"hard"}',
      '16 Preview Command previewCommand {"stage":"hard"}',
      '16 Plan showPlan {"stage":"hard"}',
      '20 Run All Variants runAllVariants {}',
      '21 Run Variant runVariant {"variant":"merged"}',
      '21 Preview Command previewCommand {"variant":"merged"}',
      '21 Plan showPlan {"variant":"merged"}',
    ]);
  });

  it('stand there in a file with errors, once for each stage', async () => {
    const broken =
      'curriculum: 1\nmodel: nothing\nstages:\n  - id: a\n  - id: a\n  - id:\n  - data: x\n  b:\n';
    expect((await lenses(broken)).filter((lens) => lens.includes('Run Stage'))).toEqual([
      '3 Run Stage runStage {"stage":"a"}',
    ]);
    expect(await lenses('stages:\n  see: { epochs: 1 }\n')).toContain('1 Run Stage runStage {"stage":"see"}');
  });

  it('are not in a file that has nothing to run', async () => {
    for (const text of ['', 'curriculum: 1\ndefaults: { batch: 4 }\n', '- a\n', 'variants: 3'])
      expect(await lenses(text)).toEqual([]);
  });
});
