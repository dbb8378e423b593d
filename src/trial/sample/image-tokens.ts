import { engineOption } from '../../engines';
import { presetOf, type ModelRef } from '../../language';
import type { Plan, PlannedStage } from '../../plan';
import type { TracedImage } from './trace';

/** Pixels a side that one image token stands for: patches of 14 or 16 pixels, merged two by two. */
const SIDE: Readonly<Record<string, number>> = { qwen2_5_vl: 28, qwen3_vl: 32 };

/**
 * About how many tokens an image takes in a Qwen model, with the formula: each side in patches, after EasyR1 has
 * brought it between `data.min_pixels` and `data.max_pixels`. Nothing for other models.
 */
export function imageTokens(plan: Plan, stage: PlannedStage, image: TracedImage): string | undefined {
  const { model, engine } = plan.curriculum;
  const family = familyOf(model);
  const side = family === undefined ? undefined : SIDE[family];
  if (side === undefined || image.width === undefined || image.height === undefined) return undefined;
  const options = { ...engine.options, ...stage.engineOptions };
  const pixels = (key: string): number | undefined => {
    const value =
      engine.name === 'easyr1' ? (options[key] ?? engineOption('easyr1', key)?.default) : undefined;
    return typeof value === 'number' && value > 0 ? value : undefined;
  };
  const own = image.width * image.height;
  const wanted = Math.max(Math.min(own, pixels('data.max_pixels') ?? own), pixels('data.min_pixels') ?? 0);
  const scale = Math.sqrt(wanted / own);
  const [across, down] = [image.width, image.height].map((length) =>
    Math.max(1, Math.round((length * scale) / side)),
  );
  const resized = scale === 1 ? '' : `, resized to ${wanted.toLocaleString('en-US')} pixels`;
  return `about ${(across ?? 1) * (down ?? 1)} tokens${resized}: ${across ?? 1} x ${down ?? 1} squares of ${side} pixels`;
}

function familyOf(model: ModelRef): string | undefined {
  if (model.kind === 'folder') return undefined;
  return presetOf(model.kind === 'preset' ? model.name : model.id)?.family;
}
