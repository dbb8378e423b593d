import type { DataEngine, DataSource } from '../data';
import { checkAllVariants, checkCurriculum, type CheckedCurriculum } from '../language';
import type { Place, Problem } from '../protocol';
import { planCurriculum } from './curriculum';
import { checkGold } from './gold';
import { byPlace, withoutRepeats, worstFirst } from './problems';
import { remember } from './remember';
import type { Plan } from './types';
import { checkVariants, type PlannedVariant } from './variants';

export interface CheckRequest {
  /** A variant's name, or `all`: the curriculum as written and every variant. Absent: as written. */
  readonly variant?: string;
  /** The data of the curriculum; the caller opens and closes it. */
  readonly data: DataEngine;
  /** False leaves every data file alone: text and meaning only, and no plans. Default true. */
  readonly checkData?: boolean;
  readonly onProgress?: (done: number, total: number, what: string) => void;
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
  const { base, checked, problems } = readFile(file, request.variant);
  const found: Problem[] = [...problems];
  const planned = request.checkData === false ? [] : await planAll(checked, request);
  for (const { variant, problems: own } of planned) {
    const place = variant === undefined ? undefined : base.locate(['variants', variant], 'key');
    found.push(...own.map((problem) => inVariant(problem, variant, place)));
  }
  const rows = planned.length === 0 ? [] : await checkRows(planned, request);
  found.push(...rows);
  const plans = planned.flatMap(({ variant, plan }): PlannedVariant[] => {
    if (plan === undefined) return [];
    const whole = { ...plan, problems: worstFirst(withoutRepeats([...plan.problems, ...rows])) };
    return [variant === undefined ? { plan: whole } : { variant, plan: whole }];
  });
  found.push(...checkVariants(base, plans));
  return {
    problems: byPlace(
      withoutRepeats(found),
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
  { data, onProgress, signal }: CheckRequest,
): Promise<readonly Problem[]> {
  const options = {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const sources = new Map(
    planned.flatMap((one) => one.sources).map((source) => [JSON.stringify(source), source]),
  );
  const problems = [...(await data.check([...sources.values()], options))];
  const seen = new Set<string>();
  for (const { checked, plan } of planned) {
    if (plan === undefined) continue;
    const { curriculum, stages } = plan;
    problems.push(...(await checkGold({ checked, curriculum, stages, data, seen, ...options })));
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
  variant: string | undefined,
): {
  readonly base: CheckedCurriculum;
  readonly checked: readonly ToPlan[];
  readonly problems: readonly Problem[];
} {
  if (variant === 'all') {
    const { base, variants, problems } = checkAllVariants(file);
    const others = [...variants].map(([name, checked]) => ({ variant: name, checked }));
    return { base, checked: [{ checked: base }, ...others], problems };
  }
  const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
  const one = variant === undefined ? { checked } : { variant, checked };
  return { base: checked, checked: [one], problems: checked.problems };
}

const inVariant = (problem: Problem, variant: string | undefined, place: Place | undefined): Problem =>
  variant === undefined || place === undefined
    ? problem
    : { ...problem, related: [...(problem.related ?? []), { place, message: `in variant \`${variant}\`` }] };
