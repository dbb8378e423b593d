import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { controlFigures, drawControls, makeControl, type ControlLine } from '../../src/audit/controls';
import { equationsIn } from '../../src/audit/controls/arithmetic';
import type { ResultItem } from '../../src/results';
import type { Label } from '../../src/protocol';

const sum = (circles: number, squares: number) => ({
  question: 'How many shapes are there?',
  options: [],
  gold: String(circles + squares),
  response: `I see ${circles} circles and ${squares} squares. ${circles} + ${squares} = ${circles + squares}. The answer is \\boxed{${circles + squares}}.`,
});

describe('controls', () => {
  it('misread one fact, and all that is computed from it follows', () => {
    const made = makeControl(sum(3, 2), 'perception', 7);
    expect(made?.kind).toBe('perception');
    const [, circles, squares, total] =
      /I see (\d+) circles and (\d+) squares\. .* \\boxed\{(\d+)\}/.exec(made!.response) ?? [];
    expect([circles, squares]).not.toEqual(['3', '2']);
    expect(Number(circles) + Number(squares)).toBe(Number(total));
    expect(total).not.toBe('5');
  });

  it('get one computation wrong and leave what was seen alone', () => {
    const made = makeControl(sum(3, 2), 'arithmetic', 7);
    expect(made?.response).toMatch(/^I see 3 circles and 2 squares\. 3 \+ 2 = /);
    expect(equationsIn(made!.response, 'wrong')).toHaveLength(1);
    expect(made?.response).not.toContain('\\boxed{5}');
  });

  it('hold for any numbers: one error, of the kind that they say, and a wrong answer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 90 }),
        fc.nat(1000),
        (a, b, seed) => {
          const item = sum(a, b);
          const seen = makeControl(item, 'perception', seed);
          const reckoned = makeControl(item, 'arithmetic', seed);
          if (seen !== undefined) expect(equationsIn(seen.response, 'wrong')).toEqual([]);
          expect(equationsIn(reckoned!.response, 'wrong')).toHaveLength(1);
          for (const made of [seen, reckoned])
            if (made) expect(made.response).not.toContain(`\\boxed{${a + b}}`);
        },
      ),
    );
  });

  it('swap a colour and choose the option that says it', () => {
    const made = makeControl(
      {
        question: 'What colour is the star?',
        options: ['red', 'blue'],
        gold: 'A',
        response: 'In the image, the star is red. The answer is \\boxed{A}.',
      },
      'perception',
      1,
    );
    expect(made?.response).toBe('In the image, the star is blue. The answer is \\boxed{B}.');
  });

  it('are not made of what states nothing, or when the question gives the number', () => {
    expect(makeControl({ ...sum(1, 1), response: '\\boxed{2}' }, 'perception', 1)).toBeUndefined();
    expect(makeControl({ ...sum(1, 1), response: '\\boxed{2}' }, 'arithmetic', 1)).toBeUndefined();
    const given = {
      question: 'The side is 4. What is the perimeter?',
      options: [],
      gold: '16',
      response: 'There is a side of 4 in the image. 4 * 4 = 16. \\boxed{16}',
    };
    expect(makeControl(given, 'perception', 1)).toBeUndefined();
  });

  it('are drawn half and half, one an item, the same for the same seed', () => {
    const rights = Array.from(
      { length: 60 },
      (_, i) => ({ ...sum(2 + (i % 5), 3), row: `r${i}`, dataset: 'd' }) as unknown as ResultItem,
    );
    const drawn = drawControls(rights, 20, 5);
    expect(drawn.filter(({ control }) => control.kind === 'arithmetic')).toHaveLength(10);
    expect(drawn).toHaveLength(20);
    expect(new Set(drawn.map(({ item }) => item.row)).size).toBe(20);
    expect(drawControls(rights, 20, 5)).toEqual(drawn);
    expect(drawControls(rights.slice(0, 3), 20, 5).length).toBeLessThanOrEqual(3);
  });

  it('give sensitivity and specificity without the unsure, and nothing when they are few', () => {
    const line = (kind: ControlLine['kind'], label: Label): ControlLine => ({
      row: 'r',
      dataset: 'd',
      kind,
      label,
      change: { from: '', to: '', at: 0 },
      at: '',
      by: 'm',
      response: '',
      evidence: null,
    });
    const lines = [
      ...['PERC', 'PERC', 'PERC', 'REAS', 'UNSURE'].map((label) => line('perception', label as Label)),
      ...['REAS', 'REAS', 'REAS', 'REAS', 'PERC'].map((label) => line('arithmetic', label as Label)),
    ];
    const figures = controlFigures(lines);
    expect(figures?.sensitivity).toMatchObject({ k: 3, n: 4, excluded: [{ reason: 'called UNSURE', n: 1 }] });
    expect(figures?.specificity).toMatchObject({ k: 4, n: 5 });
    expect(controlFigures(lines.slice(1))).toBeUndefined();
  });
});
