import { child, type MapNode } from '../parse/tree';
import { listNames, quote, type Report } from '../report';
import { nearest } from '../text/nearest';
import { textsOf } from './read';
import { settingPlaces, written, writtenStages, type MeaningContext } from './context';
import { parseCheckpoint } from './references';
import { sayOnce } from './shared';

/** What each stage names: datasets that exist, a checkpoint rule that can be read, settings that do not contradict. */
export function checkStages(context: MeaningContext): void {
  const { root, report } = context;
  const datasets = child(root, 'datasets');
  const entries = datasets?.kind === 'map' ? datasets.entries : undefined;
  const stages = root.entries.get('stages');
  if (stages?.value.kind === 'list' && stages.value.items.length === 0) {
    report('SC113', stages.keySpan, '`stages` has none', { hint: 'Add `- id: ...` with its `data`.' });
  }
  const ids = entries === undefined ? '' : `: ${[...entries.keys()].join('\n')}`;
  const aboutStage = sayOnce(context.shared, `stages over datasets${ids}`, report);
  for (const { node } of writtenStages(context)) {
    aboutStage(node, (stage, say) => {
      checkData(stage, entries, say);
      checkCheckpoint(stage, say);
    });
  }
  const aboutSettings = sayOnce(context.shared, 'settings', report);
  for (const place of settingPlaces(context)) aboutSettings(place, checkLength);
}

function checkData(stage: MapNode, datasets: MapNode['entries'] | undefined, report: Report): void {
  const seen = new Set<string>();
  for (const { text, node: at } of textsOf(child(stage, 'data'))) {
    if (datasets?.has(text) !== true) {
      const known = [...(datasets?.keys() ?? [])];
      const near = nearest(text, known);
      report('SC201', at.span, `Unknown dataset ${quote(text)}`, {
        hint:
          near !== undefined
            ? `Did you mean \`${near}\`?`
            : known.length === 0
              ? 'Declare it under `datasets`.'
              : `Declared are ${listNames(known.slice(0, 12))}.`,
      });
    } else if (seen.has(text)) {
      report('SC228', at.span, `Dataset ${quote(text)} is listed twice`, { hint: 'Remove one of them.' });
    }
    seen.add(text);
  }
}

function checkLength({ entries }: MapNode, report: Report): void {
  const steps = entries.get('steps');
  const epochs = entries.get('epochs');
  if (steps === undefined || epochs === undefined) return;
  report('SC224', epochs.keySpan, '`epochs` has no effect beside `steps`', {
    hint: 'Keep one of them.',
    related: [{ span: steps.keySpan, message: '`steps` decides' }],
  });
}

function checkCheckpoint(stage: MapNode, report: Report): void {
  const rule = written(stage, 'checkpoint');
  if (rule === undefined || parseCheckpoint(rule.text) !== undefined) return;
  const number = /^(?:step\D{0,3})?(\d+)$/i.exec(rule.text)?.[1];
  const near = nearest(rule.text, ['best', 'last']);
  report('SC206', rule.node.span, `${quote(rule.text)} is not a checkpoint`, {
    hint:
      number !== undefined && Number(number) > 0
        ? `Write \`step ${Number(number)}\`.`
        : near === undefined
          ? 'Write `best`, `last` or `step N`.'
          : `Did you mean \`${near}\`?`,
  });
}
