import { rate } from '../../audit';
import { AUDIT_METHOD_NAMES, type AuditMethod, type AuditResult, type StageFailures } from '../../protocol';
import { readRunManifest } from '../../runs';
import { countVerdict, newCounts, perceptionRate, type SaidCounts } from '../query/perception';
import { OUTCOME } from '../store/columns';
import type { SetStore } from '../store/set-store';
import type { Session } from './session';

/** Which method a stage's share is of: a person's word counts most, as far as it goes for this many failures. */
const LEAST_HUMAN = 100;

/**
 * What the newest audited run of a curriculum says of each stage: failures among the held-out rows of the stage's data
 * sets. Nothing when no run of it has been audited.
 */
export async function stageFailures(session: Session, file: string): Promise<AuditResult<'stages'>> {
  const newest = session.book.sets.find((set) => set.kind === 'run' && set.file === file);
  if (newest?.run === undefined) return [];
  const manifest = await readRunManifest(newest.run);
  if (!manifest.ok) return [];
  const store = await session.store(newest.dir);
  const closed = await store.withheld();
  return manifest.value.plan.stages
    .flatMap(({ id, sources }) => {
      const datasets = [...new Set(sources.map(({ dataset }) => dataset))];
      const found = countOf(store, datasets);
      return found === undefined
        ? []
        : [{ stage: id, set: store.dir, datasets, ...found, ...shareOf(found, closed) }];
    })
    .map(({ counts: _counts, ...stage }) => stage);
}

interface StageCount {
  readonly failures: number;
  readonly accuracy: StageFailures['accuracy'];
  readonly counts: Readonly<Record<AuditMethod, SaidCounts>>;
}

function countOf(store: SetStore, datasets: readonly string[]): StageCount | undefined {
  const { columns, verdicts } = store;
  const wanted = columns.dataset.names.map((name) => datasets.includes(name));
  const counts = {
    counterfactual: newCounts(),
    judge: newCounts(),
    human: newCounts(),
  };
  const outcomes = [0, 0, 0];
  for (let i = 0; i < columns.rows; i += 1) {
    if (wanted[columns.dataset.codes[i] ?? 0] !== true) continue;
    const outcome = columns.outcome[i] ?? 0;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (outcome !== OUTCOME.wrong) continue;
    for (const method of AUDIT_METHOD_NAMES) countVerdict(counts[method], method, verdicts, i);
  }
  const [wrong = 0, right = 0, unjudged = 0] = outcomes;
  if (wrong + right + unjudged === 0) return undefined;
  const excluded = [{ reason: 'that cannot be judged', n: unjudged }];
  return { failures: wrong, accuracy: rate(right, right + wrong, 'items', excluded), counts };
}

function shareOf(
  { counts }: StageCount,
  closed: string | undefined,
): Pick<StageFailures, 'method' | 'perception' | 'withheld'> {
  const shares = AUDIT_METHOD_NAMES.map((method) => ({ method, perception: perceptionRate(counts[method]) }));
  const usable = shares.filter(({ method, perception }) =>
    perception === undefined
      ? false
      : method === 'human'
        ? perception.n >= LEAST_HUMAN
        : method !== 'counterfactual' || closed === undefined,
  );
  const best = (['human', 'counterfactual', 'judge'] as const)
    .map((name) => usable.find(({ method }) => method === name))
    .find((share) => share !== undefined);
  if (best?.perception !== undefined) return { method: best.method, perception: best.perception };
  const arms = shares.some(
    ({ method, perception }) => method === 'counterfactual' && perception !== undefined,
  );
  return arms && closed !== undefined ? { method: 'counterfactual', withheld: closed } : {};
}
