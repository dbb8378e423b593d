import type { Severity } from '../../../src/protocol/problem';
import type { RunDetail, RunFinding, StageDetail } from '../../../src/protocol/runs';

/** Findings of one severity; the groups come worst first. */
export interface FindingGroup {
  readonly severity: Severity;
  readonly title: string;
  readonly findings: readonly RunFinding[];
}

const TITLES: readonly (readonly [Severity, string, string])[] = [
  ['error', 'Error', 'Errors'],
  ['warning', 'Warning', 'Warnings'],
  ['info', 'Note', 'Notes'],
];

/** Worst first, and inside a severity as the run met them: by stage, then step; those without a place come last. */
export function groupFindings({
  findings,
  stages,
}: Pick<RunDetail, 'findings' | 'stages'>): readonly FindingGroup[] {
  const order = new Map(stages.map(({ id }, i) => [id, i]));
  const place = ({ stage, step }: RunFinding): readonly [number, number] => [
    (stage === undefined ? undefined : order.get(stage)) ?? stages.length,
    step ?? Infinity,
  ];
  return TITLES.flatMap(([severity, one, many]) => {
    const group = findings
      .filter((finding) => finding.severity === severity)
      .toSorted((a, b) => {
        const [[stageA, stepA], [stageB, stepB]] = [place(a), place(b)];
        // Two places without a step are equal: Infinity - Infinity is not a number.
        return stageA - stageB || (stepA === stepB ? 0 : stepA - stepB);
      });
    return group.length === 0 ? [] : [{ severity, title: group.length === 1 ? one : many, findings: group }];
  });
}

/** `in see at step 12`; empty when a finding has no place. */
export function placeWords({ stage, step }: RunFinding): string {
  const at = step === undefined ? '' : `step ${step}`;
  return [stage === undefined ? '' : `stage ${stage}`, at].filter((part) => part !== '').join(', ');
}

/** What was looked at when nothing was found: a green light says what it stands for. */
export function lookedAtWords({ stages, metrics, summary }: RunDetail): string {
  const begun = stages.filter((stage) => stage.attempts > 0 || stage.state !== 'waiting');
  if (begun.length === 0)
    return summary.state === 'queued'
      ? 'Nothing was looked at yet: the run waits for its turn.'
      : 'Nothing was looked at: no stage was started.';
  const words = `Looked at the log of ${list(begun.map(stageWords))} and ${
    metrics.length === 0 ? 'no metrics, since the engine reported none' : `${metrics.length} metrics`
  }, for known failures: crashes, wrong settings, and curves that go wrong.`;
  return summary.state === 'running' ? `${words} It goes on as the run does.` : words;
}

const stageWords = ({ id, kind, step }: StageDetail): string =>
  kind === 'stage' && step > 0 ? `${id} up to step ${step}` : id;

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
