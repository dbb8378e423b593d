import { textOf } from '../generic/cells';
import { shareWords } from '../rates';
import { counted } from '../text/words';

type Marks = Map<string, boolean>;

/**
 * WeMath's own score, recomputed: a problem of two or three steps is asked step by step and as a whole. Score =
 * (n - 0.5 IG - RM - IK) / n over the n problems, where IG: all steps right, the whole wrong; IK: a step wrong and the
 * whole wrong; RM: a step (strict) or every step (loose) wrong, the whole right.
 */
export class StepGroups {
  private readonly problems = new Map<string, Marks>();

  add(values: Readonly<Record<string, unknown>>, correct: boolean | null): void {
    const key = textOf(values.key);
    const id = textOf(values.ID);
    const step = /^([23])steps_(\d|multi)$/.exec(key);
    if (step === null || id === '') return;
    const problem = `${step[1] ?? ''} ${id}`;
    const marks = this.problems.get(problem) ?? new Map<string, boolean>();
    this.problems.set(problem, marks);
    marks.set(step[2] ?? '', correct === true);
  }

  /** Sentences with the two scores; none without step groups. */
  words(): readonly string[] {
    const whole = [...this.problems.values()].filter((marks) => marks.has('multi'));
    const n = whole.length;
    if (n === 0) return [];
    let generalisation = 0;
    let knowledge = 0;
    let strict = 0;
    let loose = 0;
    for (const marks of whole) {
      const steps = [...marks].filter(([name]) => name !== 'multi').map(([, right]) => right);
      if (marks.get('multi') === true) {
        if (steps.includes(false)) strict += 1;
        if (steps.length > 0 && !steps.includes(true)) loose += 1;
      } else if (steps.includes(false)) knowledge += 1;
      else generalisation += 1;
    }
    const score = (memorised: number): string =>
      shareWords((n - 0.5 * generalisation - memorised - knowledge) / n, counted(n, 'problem'), n);
    return [
      `recomputed: Score (Strict) ${score(strict)}, Score (Loose) ${score(loose)}; these are no accuracies`,
    ];
  }
}
