import { METRICS, type MetricName, type Problem } from '../../protocol';
import { ENGINE_KEYS, type EngineKeyTable } from '../engine-keys';
import type { StageContext } from '../context';
import { planProblem } from '../problems';
import { validates, type PlannedStage } from '../types';

/** SC241: a metric that the engine never reports, or only with validation rows, keeps `until` from ever holding. */
export function checkUntil(context: StageContext): readonly Problem[] {
  const { stage, checked, curriculum, draft } = context;
  if (stage.until === undefined) return [];
  const table = ENGINE_KEYS[curriculum.engine.name];
  return metricsIn(stage.until).flatMap(({ name, start, end }) => {
    const reason = unreported(stage, table, name);
    if (reason === undefined) return [];
    return [
      planProblem(
        'SC241',
        `\`${name}\` is never measured in stage \`${stage.id}\`: ${reason}`,
        checked.locateText([...draft.path, 'until'], start, end),
        {
          hint:
            name.startsWith('val_') && !validates(stage)
              ? 'Give the dataset a `val` file or set `validate`.'
              : 'Name another metric, such as `loss`.',
        },
      ),
    ];
  });
}

/** Why a metric that the engine knows is not measured in this stage. */
function unreported(stage: PlannedStage, table: EngineKeyTable, name: MetricName): string | undefined {
  if (table.metrics[name] === undefined) return `the ${table.engine} engine does not report it`;
  if (name.startsWith('val_') && !validates(stage)) return 'it has no validation rows';
  if (stage.settings.method === 'sft') {
    return table.supervised.includes(name) ? undefined : 'supervised fine-tuning samples no responses';
  }
  return name === 'kl' && stage.settings.kl === 0 ? '`kl: 0` loads no model to compare with' : undefined;
}

interface MetricUse {
  readonly name: MetricName;
  readonly start: number;
  readonly end: number;
}

/** Metrics named in a condition, once each; text in quotes is skipped. Offsets are UTF-16 units. */
export function metricsIn(until: string): readonly MetricUse[] {
  const seen = new Map<MetricName, MetricUse>();
  for (const match of until.matchAll(/'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_]*/g)) {
    const name = match[0].toLowerCase();
    if (isMetric(name) && !seen.has(name)) {
      seen.set(name, { name, start: match.index, end: match.index + name.length });
    }
  }
  return [...seen.values()];
}

const isMetric = (name: string): name is MetricName => Object.hasOwn(METRICS, name);
