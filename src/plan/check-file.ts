import type { CheckOptions as DataCheckOptions, DataEngine, DataSource } from '../data';
import { checkAllVariants, checkCurriculum, type CheckedCurriculum, type ReadFile } from '../language';
import type { Place, Problem } from '../protocol';
import { planCurriculum } from './curriculum';
import { checkGold } from './gold';
import { checkLearning } from './learning';
import { byPlace, withoutRepeats, worstFirst } from './problems';
import { remember } from './remember';
import { saysRowsAreBroken, withoutRowFaults } from './row-faults';
import type { Plan } from './types';
import { checkVariants, type PlannedVariant } from './variants';

export interface CheckRequest {
  /** A variant's name, or `all`: the curriculum as written and every variant. Absent: as written. */
  readonly variant?: string;
  /** The data of the curriculum; the caller opens and closes it. */
  readonly data: DataEngine;
  /** False leaves every data file alone: text and meaning only, and no plans. Default true. */
  readonly checkData?: boolean;
  /** Gives the curriculum and what it extends, where an editor holds texts that are not saved. Default the disk. */
  readonly read?: ReadFile;
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Told what the plans say, then what the gold answers do; it is in the answer as well. */
  readonly onProblems?: (problems: readonly Problem[]) => void;
  /** Told what the rows of each data file say as soon as they are done; it is in the answer as well. */
  readonly onFound?: DataCheckOptions['onFound'];
  /** Told the plans that could be made, before any row is looked at; of each, its problems so far. */
  readonly onPlans?: (plans: readonly PlannedVariant[]) => void;
  readonly signal?: AbortSignal;
}

export interface CheckedFile {
  /** Of the language, the data and the plan over all variants asked for: each once, file by file in file order. */
  readonly problems: readonly Problem[];
  /** The texts of the curriculum and of what it extends. */
  readonly files: CheckedCurriculum['files'];
  /** Names of all variants, in file order. */
  readonly variants: readonly string[];
  /** The plans that could be made. */
  readonly plans: readonly PlannedVariant[];
}

/**
 * Checks a file whole: its text, its data, its plan, for one variant or all. Each data file is looked at once. A
 * problem that only a variant has names the variant in `related`. Rejects when `signal` aborts, never for what the
 * files say.
 */
export async function checkFile(file: string, request: CheckRequest): Promise<CheckedFile> {
  const { base, checked, problems } = readFile(file, request);
  const found: Problem[] = [...problems];
  const planned = request.checkData === false ? [] : await planAll(checked, request);
  for (const { variant, problems: own } of planned) {
    const place = variant === undefined ? undefined : base.locate(['variants', variant], 'key');
    found.push(...own.map((problem) => inVariant(problem, variant, place)));
  }
  // That rows cannot be read is said by the check of the rows, at these rows.
  const sources = planned.flatMap((one) => one.sources);
  request.onProblems?.(found.slice(problems.length).filter((one) => !saysRowsAreBroken(one, sources)));
  request.onPlans?.(planned.flatMap(planOf));
  const rows = planned.length === 0 ? [] : await checkRows(planned, request);
  found.push(...rows);
  const plans = planned.flatMap(planOf).map(({ plan, ...one }) => ({
    ...one,
    plan: {
      ...plan,
      problems: worstFirst(withoutRepeats([...withoutRowFaults(plan.problems, rows), ...rows])),
    },
  }));
  found.push(...checkVariants(base, plans));
  return {
    problems: byPlace(
      withoutRepeats(withoutRowFaults(found, rows)),
      base.files.map(({ path }) => path),
    ),
    files: base.files,
    variants: base.variants,
    plans,
  };
}

interface PlannedOne extends ToPlan {
  /** The plan's own problems, without the language's. */
  readonly problems: readonly Problem[];
  readonly sources: readonly DataSource[];
  readonly plan?: Plan;
}

const planOf = ({ variant, plan }: PlannedOne): readonly PlannedVariant[] =>
  plan === undefined ? [] : [variant === undefined ? { plan } : { variant, plan }];

async function planAll(
  checked: readonly ToPlan[],
  { data, signal }: CheckRequest,
): Promise<readonly PlannedOne[]> {
  const ask = remember(data);
  const planned: PlannedOne[] = [];
  for (const one of checked) {
    const { curriculum, problems: language } = one.checked;
    if (curriculum === undefined) continue;
    const { stages, whole, heldOut, found, problems } = await planCurriculum(
      one.checked,
      curriculum,
      ask,
      signal,
    );
    const plan = { curriculum, stages, heldOut, problems: [...language, ...problems] };
    planned.push({ ...one, problems, sources: found, ...(whole ? { plan } : {}) });
  }
  return planned;
}

/** What the rows of all files say, whichever variants use them. */
async function checkRows(
  planned: readonly PlannedOne[],
  { data, onFound, onProblems, onProgress, signal }: CheckRequest,
): Promise<readonly Problem[]> {
  const options = {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(onFound === undefined ? {} : { onFound }),
  };
  const sources = new Map(
    planned.flatMap((one) => one.sources).map((source) => [JSON.stringify(source), source]),
  );
  const forEasyr1 = planned.some(({ checked }) => checked.curriculum?.engine.name === 'easyr1');
  const problems = [...(await data.check([...sources.values()], { ...options, forEasyr1 }))];
  const seen = new Set<string>();
  for (const { checked, plan } of planned) {
    if (plan === undefined) continue;
    const { curriculum, stages } = plan;
    const gold = await checkGold({ checked, curriculum, stages, data, seen, ...options });
    onProblems?.(gold);
    const learning = await checkLearning({ checked, curriculum, stages, data, seen, ...options });
    onProblems?.(learning);
    problems.push(...gold, ...learning);
  }
  return problems;
}

interface ToPlan {
  readonly variant?: string;
  readonly checked: CheckedCurriculum;
}

/** What of the file is to be planned, and what the language says of all of it. */
function readFile(
  file: string,
  { variant, read }: Pick<CheckRequest, 'variant' | 'read'>,
): {
  readonly base: CheckedCurriculum;
  readonly checked: readonly ToPlan[];
  readonly problems: readonly Problem[];
} {
  const options = read === undefined ? {} : { read };
  if (variant === 'all') {
    const { base, variants, problems } = checkAllVariants(file, options);
    const others = [...variants].map(([name, checked]) => ({ variant: name, checked }));
    return { base, checked: [{ checked: base }, ...others], problems };
  }
  const checked = checkCurriculum(file, variant === undefined ? options : { ...options, variant });
  const one = variant === undefined ? { checked } : { variant, checked };
  return { base: checked, checked: [one], problems: checked.problems };
}

const inVariant = (problem: Problem, variant: string | undefined, place: Place | undefined): Problem =>
  variant === undefined || place === undefined
    ? problem
    : { ...problem, related: [...(problem.related ?? []), { place, message: `in variant \`${variant}\`` }] };
