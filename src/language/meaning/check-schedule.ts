import { child } from '../parse/tree';
import { applyVariant } from '../resolve/resolve';
import { writtenStages, type MeaningContext } from './context';

/** What a pooled schedule leaves without effect, and `pooled` without a pooled schedule. */
export function checkSchedule(context: MeaningContext): void {
  const { root, curriculum, report } = context;
  const schedule = curriculum.schedule.capability;
  if (schedule === 'staged') {
    const pooled = root.entries.get('pooled');
    if (pooled !== undefined && curriculum.variant === undefined && !poolsInVariant(context)) {
      report('SC222', pooled.keySpan, '`pooled` has no effect: the schedule is staged', {
        hint: 'Write `schedule: { capability: merged }`, here or in a variant.',
      });
    }
    return;
  }
  // Said once, at the first: a variant that pools a staged curriculum would repeat it for every stage.
  const first = writtenStages(context)
    .flatMap(({ node }) => ['from', 'checkpoint', 'until'].flatMap((key) => node.entries.get(key) ?? []))
    .at(0);
  if (first === undefined || curriculum.variant !== undefined) return;
  report(
    'SC207',
    first.keySpan,
    `\`${first.key}\` has no effect: the schedule \`${schedule}\` trains one stage`,
    {
      hint: 'Remove it, or write `schedule: { capability: staged }`.',
    },
  );
}

function poolsInVariant({ root }: MeaningContext): boolean {
  const variants = child(root, 'variants');
  if (variants?.kind !== 'map') return false;
  return [...variants.entries.values()].some(({ key, value }) => {
    const merged = applyVariant(root, key, value, () => undefined);
    const node = child(child(merged, 'schedule'), 'capability');
    return node?.kind === 'scalar' && (node.value === 'merged' || node.value === 'ordered');
  });
}
