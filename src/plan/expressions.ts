import { METRIC_COLUMNS, type ColumnFact, type ExpressionKind, type ExpressionProblem } from '../data';
import type { CheckedCurriculum, KeyPath, Stage } from '../language';
import type { Problem } from '../protocol';
import type { StageDraft } from './draft';
import type { Questions } from './remember';
import type { OpenPart } from './size';

interface ExpressionInput {
  readonly checked: CheckedCurriculum;
  readonly draft: StageDraft;
  readonly open: readonly OpenPart[];
  readonly ask: Questions;
}

/** Problems of `where`, `order` and `until`, each placed on the offending part of the expression in the file. */
export async function draftExpressions({
  checked,
  draft,
  open,
  ask,
}: ExpressionInput): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const report = async (
    kind: ExpressionKind,
    path: KeyPath,
    text: string,
    scopes: readonly Scope[],
  ): Promise<void> => {
    const found = await inScopes(ask, kind, text, scopes);
    problems.push(...found.map((problem) => placed(checked, path, problem)));
  };
  for (const stage of draft.written) {
    const parts = open.filter(({ part }) => part.stage === stage.id);
    const known = parts.map(({ part, facts }) => ({ dataset: part.dataset.id, columns: facts.columns }));
    const scopes: readonly Scope[] = known.length === 0 ? [{ dataset: '' }] : known;
    const path = stagePath(checked, stage);
    if (stage.where !== undefined) await report('where', [...path, 'where'], stage.where, scopes);
    if (stage.order !== undefined) await report('order', [...path, 'order'], stage.order, scopes);
    if (stage.until !== undefined) {
      await report('until', [...path, 'until'], stage.until, [{ dataset: '', columns: METRIC_COLUMNS }]);
    }
  }
  return problems;
}

/** By id, unless another stage has the same: then by its number. */
function stagePath({ curriculum }: CheckedCurriculum, stage: Stage): KeyPath {
  const stages = curriculum?.stages ?? [];
  const twins = stages.filter(({ id }) => id === stage.id);
  return ['stages', twins.length > 1 ? stages.indexOf(stage) : stage.id];
}

interface Scope {
  readonly dataset: string;
  /** Absent where no data file could be read: the text is then checked alone. */
  readonly columns?: readonly ColumnFact[];
}

/** A problem that only some of the datasets have says which; one that all have is said once. */
async function inScopes(
  ask: Questions,
  kind: ExpressionKind,
  text: string,
  scopes: readonly Scope[],
): Promise<readonly ExpressionProblem[]> {
  const found = new Map<string, { readonly problem: ExpressionProblem; readonly datasets: string[] }>();
  for (const { dataset, columns } of scopes) {
    for (const problem of await ask.checkExpression(kind, text, columns)) {
      const key = JSON.stringify([problem.code, problem.start, problem.end, problem.message]);
      const known = found.get(key);
      if (known === undefined) found.set(key, { problem, datasets: [dataset] });
      else known.datasets.push(dataset);
    }
  }
  return [...found.values()].map(({ problem, datasets }) =>
    datasets.length === scopes.length
      ? problem
      : { ...problem, message: `${problem.message} (in ${datasets.map((id) => `\`${id}\``).join(', ')})` },
  );
}

const placed = (checked: CheckedCurriculum, path: KeyPath, problem: ExpressionProblem): Problem => ({
  code: problem.code,
  severity: 'error',
  message: problem.message,
  place: checked.locateText(path, problem.start, problem.end),
  ...(problem.hint === undefined ? {} : { hint: problem.hint }),
});
