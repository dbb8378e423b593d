import { child, headSpan, type MapNode } from '../parse/tree';
import { SETTINGS } from '../schema/settings';
import type { FieldInfo } from '../schema/shape';
import { ENGINE_NAMES, type EngineName } from '../schema/shape';
import { listNames, quote, type Report } from '../report';
import { sayOnce } from './shared';
import { settingPlaces, type MeaningContext } from './context';

/** One engine is chosen, and it honours the settings that are written. */
export function checkEngine(context: MeaningContext): void {
  checkOneEngine(context);
  checkVariantEngines(context);
  const engine = context.curriculum.engine.name;
  const about = sayOnce(context.shared, `engine ${engine}`, context.report);
  for (const place of settingPlaces(context)) about(place, (node, say) => checkHonoured(node, engine, say));
}

function checkHonoured(place: MapNode, engine: EngineName, report: Report): void {
  for (const { key, keySpan } of place.entries.values()) {
    const spec: FieldInfo | undefined = Object.hasOwn(SETTINGS, key)
      ? SETTINGS[key as keyof typeof SETTINGS]
      : undefined;
    if (spec?.engines === undefined || spec.engines.includes(engine)) continue;
    report('SC211', keySpan, `${quote(key)} has no effect with the ${engine} engine`, {
      hint: `Only ${listNames(spec.engines)} honour it.`,
    });
  }
}

/** An empty mapping changes nothing where an engine is inherited, and is never meant. */
function checkVariantEngines({ root, report }: MeaningContext): void {
  const variants = child(root, 'variants');
  if (variants?.kind !== 'map') return;
  for (const { value } of variants.entries.values()) {
    const engine = child(value, 'engine');
    if (engine?.kind === 'map' && engine.entries.size === 0) noEngine(engine, report);
  }
}

const noEngine = (node: MapNode, report: Report): void =>
  report('SC210', headSpan(node), 'No engine is named', { hint: 'Write `engine: embedded`.' });

function checkOneEngine({ root, report }: MeaningContext): void {
  const node = child(root, 'engine');
  if (node?.kind !== 'map') return;
  const names = ENGINE_NAMES.filter((name) => node.entries.has(name));
  if (names.length === 1) return;
  if (names.length === 0) {
    if (node.entries.size > 0) return;
    noEngine(node, report);
    return;
  }
  const second = node.entries.get(names[1] ?? '');
  report(
    'SC210',
    second?.keySpan ?? node.span,
    `${names.length} engines are named, but one trains the model`,
    {
      hint: 'Keep one; a variant can choose another.',
    },
  );
}
