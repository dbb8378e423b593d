import type { RunEvent, RunFinding, StageState } from '../../protocol';
import { readEvents, type RunManifest, type RunView } from '../../runs';

/** How a stage of a rehearsal went, in the figures that show a mistake. */
export interface RehearsedStage {
  readonly id: string;
  readonly state: StageState;
  readonly reason?: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly seconds?: number;
  /** Mean reward (supervised: loss) of the first step and of the last. */
  readonly measure: 'reward' | 'loss';
  readonly first?: number;
  readonly last?: number;
  /** Shares over all steps: responses in the asked form, and responses cut at the length limit. */
  readonly format?: number;
  readonly truncated?: number;
  /** Share of groups whose rewards differ, over all steps. */
  readonly liveGroups?: number;
  readonly validation?: number;
  readonly findings: readonly Pick<RunFinding, 'id' | 'severity' | 'message' | 'hint'>[];
}

export interface RehearsalResult {
  readonly stages: readonly RehearsedStage[];
  /** What should be looked at before the real run, a sentence each. */
  readonly remarks: readonly string[];
}

/** What a rehearsal showed, from its events. */
export async function rehearsalResult(run: RunView, manifest: RunManifest): Promise<RehearsalResult> {
  const events = await readEvents(run.dir);
  const stages = manifest.stages.map((id) => rehearsed(id, run, manifest, events));
  return { stages, remarks: stages.flatMap(remarksOn) };
}

function rehearsed(
  id: string,
  run: RunView,
  { plan }: RunManifest,
  events: readonly RunEvent[],
): RehearsedStage {
  const own = events.filter((event) => event.stage === id);
  const steps = own.flatMap((event) => (event.type === 'metric' && event.step > 0 ? [event.values] : []));
  const supervised = plan.stages.find((stage) => stage.id === id)?.settings.method === 'sft';
  const measure = supervised ? 'loss' : 'reward';
  const series = (name: string): readonly number[] =>
    steps.flatMap((values) => {
      const value = values[name];
      return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
    });
  const validations = own.flatMap((event) =>
    event.type === 'metric' && typeof event.values.val_accuracy === 'number'
      ? [event.values.val_accuracy]
      : [],
  );
  const status = run.stages.find((stage) => stage.id === id);
  return {
    id,
    state: status?.state ?? 'waiting',
    ...optional('reason', status?.reason),
    step: status?.step ?? 0,
    totalSteps: status?.totalSteps ?? 0,
    ...optional('seconds', secondsOf(status)),
    measure,
    ...optional('first', series(measure)[0]),
    ...optional('last', series(measure).at(-1)),
    ...optional('format', mean(series('format'))),
    ...optional('truncated', mean(series('truncated'))),
    ...optional('liveGroups', mean(series('live_groups'))),
    ...optional('validation', validations.at(-1)),
    findings: own.flatMap((event) =>
      event.type === 'finding'
        ? [
            {
              id: event.id,
              severity: event.severity,
              message: event.message,
              ...optional('hint', event.hint),
            },
          ]
        : [],
    ),
  };
}

/** What figures alone say; the log doctor says more, as findings. */
function remarksOn(stage: RehearsedStage): readonly string[] {
  const { id, measure, first, last, truncated, liveGroups } = stage;
  const never = measure === 'reward' && first === 0 && last === 0 && liveGroups === 0;
  return [
    ...(never
      ? [`stage ${id}: every answer got reward 0; try \`stagecraft sample\` on one of its rows`]
      : []),
    ...(!never && liveGroups === 0
      ? [`stage ${id}: all answers of each group got the same reward, so nothing could be learned`]
      : []),
    ...(truncated !== undefined && truncated > 0.5
      ? [`stage ${id}: ${Math.round(truncated * 100)} % of the responses were cut at the length limit`]
      : []),
  ];
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

function secondsOf(status: RunView['stages'][number] | undefined): number | undefined {
  if (status?.started === undefined || status.ended === undefined) return undefined;
  return (Date.parse(status.ended) - Date.parse(status.started)) / 1000;
}

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);
