import { describe, expect, it } from 'vitest';
import { problemCodes } from '../../../src/language';
import { FIXES } from '../../../src/service';
import { snapshotOf } from '../snapshot';
import { BROKEN_TEXT, WHOLE } from './broken';
import { BROKEN_MEANING } from './broken-meaning';
import { added, after, diagnosticsOf, errorCodes, fixesFor } from './support';

const BROKEN = [...BROKEN_TEXT, ...BROKEN_MEANING];

describe('quick fixes of the text', () => {
  it('starts from a text without problems', () => {
    expect(snapshotOf(WHOLE, undefined, () => undefined).checked.problems).toEqual([]);
  });

  it('has a broken text for every code of the language that has a fix', () => {
    const tried = new Set(BROKEN.map(({ code }) => code));
    const fixable = Object.keys(problemCodes).filter((code) => 'fix' in FIXES[code as keyof typeof FIXES]);
    expect(fixable.filter((code) => !tried.has(code))).toEqual([]);
  });

  it.each(BROKEN.map((broken) => [`${broken.code} ${broken.title}`, broken] as const))(
    '%s',
    async (_, broken) => {
      const { code, text, title, becomes } = broken;
      const snapshot = snapshotOf(text, undefined, (path) =>
        path.endsWith('main.curriculum.yaml') ? text : undefined,
      );
      const diagnostics = diagnosticsOf(snapshot).filter((one) => one.code === code);
      expect(diagnostics, JSON.stringify(snapshot.checked.problems)).not.toHaveLength(0);
      const [diagnostic] = diagnostics;
      const fixes = await fixesFor(snapshot, diagnostic!);
      expect(fixes[0]?.title).toBe(title);
      expect(after(snapshot, fixes[0]!).source.text).toContain(becomes);
      for (const fix of fixes) {
        const mended = after(snapshot, fix);
        const codes = mended.checked.problems.map((problem) => problem.code);
        const left = codes.filter((one) => one === code).length;
        const before = snapshot.checked.problems.filter((one) => one.code === code).length;
        expect(left, `${fix.title}\n${mended.source.text}`).toBeLessThan(before);
        expect(
          added(errorCodes(snapshot), errorCodes(mended)),
          `${fix.title}\n${mended.source.text}`,
        ).toEqual([]);
        expect(fix.diagnostics).toEqual([diagnostic]);
      }
      expect(fixes.filter(({ isPreferred }) => isPreferred === true).length).toBeLessThanOrEqual(1);
    },
  );
});
