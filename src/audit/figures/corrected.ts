import type { AuditRate, CorrectedRate } from '../../protocol';
import { controlFigures, type ControlLine } from '../controls';
import { rate, roganGladen } from '../statistics';
import type { Verdicts } from '../verdicts';
import type { FigureItem } from './agreement';

/** Fewer items of a kind than this in the human sample, and the controls are taken instead. */
const LEAST_OF_A_KIND = 5;

interface Told {
  readonly sensitivity: AuditRate;
  readonly specificity: AuditRate;
}

/**
 * The judge's share of perception, corrected for its errors: as people found them in the items that both labelled, else
 * as the seeded controls show them. `notes` say what else there is to know, and why there is none.
 */
export function correctedShare(
  failures: readonly FigureItem[],
  verdicts: Verdicts,
  controls: readonly ControlLine[],
): { readonly corrected?: CorrectedRate; readonly controls?: Told; readonly notes: readonly string[] } {
  if (verdicts.judge.size === 0) return { notes: [] };
  const observed = observedShare(failures, verdicts);
  const by = chiefJudge(verdicts);
  const seeded = controlFigures(controls.filter((line) => line.by === by));
  const people = humanFigures(failures, verdicts);
  const notes: string[] = [];
  if (seeded === undefined)
    notes.push('The judge has been asked too few seeded controls to tell how often it errs.');
  const source = people ?? seeded;
  const common = seeded === undefined ? {} : { controls: seeded };
  if (source === undefined || observed.n === 0) return { ...common, notes };
  const result = roganGladen(observed, source.sensitivity, source.specificity);
  if (typeof result === 'string') {
    notes.push(`The judge’s share of perception is not corrected for its errors: ${result}.`);
    return { ...common, notes };
  }
  const { value, low, high, resamples } = result;
  const basis = source === people ? 'items that people labelled too' : 'seeded controls';
  const method = `Rogan-Gladen, errors from ${basis}; bootstrap 95 % over all samples, ${resamples.toLocaleString('en-US')} resamples`;
  return { ...common, notes, corrected: { value, low, high, method, observed, ...source } };
}

/** PERC among the judge's decided verdicts: the share that its errors on decided controls can correct. */
function observedShare(failures: readonly FigureItem[], { judge }: Verdicts): AuditRate {
  const labels = failures.flatMap(({ key }) => judge.get(key)?.label ?? []);
  const decided = labels.filter((label) => label !== 'UNSURE');
  return rate(decided.filter((label) => label === 'PERC').length, decided.length, 'decided failures', [
    { reason: 'called UNSURE', n: labels.length - decided.length },
    { reason: 'without a verdict', n: failures.length - labels.length },
  ]);
}

function humanFigures(failures: readonly FigureItem[], { judge, human }: Verdicts): Told | undefined {
  const both = failures.flatMap(({ key }) => {
    const [said, truth] = [judge.get(key)?.label, human.get(key)?.label];
    const decided = said !== undefined && truth !== undefined && said !== 'UNSURE' && truth !== 'UNSURE';
    return decided ? [{ said, truth }] : [];
  });
  const perception = both.filter(({ truth }) => truth === 'PERC');
  const rest = both.filter(({ truth }) => truth !== 'PERC');
  if (perception.length < LEAST_OF_A_KIND || rest.length < LEAST_OF_A_KIND) return undefined;
  return {
    sensitivity: rate(
      perception.filter(({ said }) => said === 'PERC').length,
      perception.length,
      'items that people call perception',
    ),
    specificity: rate(
      rest.filter(({ said }) => said !== 'PERC').length,
      rest.length,
      'items that people call otherwise',
    ),
  };
}

/** The judge that most verdicts are of. */
function chiefJudge({ judge }: Verdicts): string {
  const counts = new Map<string, number>();
  for (const { by } of judge.values()) counts.set(by, (counts.get(by) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? '';
}
