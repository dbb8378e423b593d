import { imageTokens, pixelLimits, visionOf } from '../../engines';
import type { Plan, PlannedStage } from '../../plan';
import type { TracedImage } from './trace';

/**
 * How many tokens the plan's model makes of an image, its marks included, after the engine has sized it, with how that
 * is known: the rule that checks of prompt lengths follow. Nothing for a family that is not known.
 */
export async function tokensInWords(
  plan: Plan,
  stage: PlannedStage,
  { width, height }: TracedImage,
): Promise<string | undefined> {
  const known = await visionOf(plan.curriculum.model);
  if (known === undefined || width === undefined || height === undefined) return undefined;
  const tokens = imageTokens(known.vision, [width, height], pixelLimits(plan, stage));
  return tokens === undefined ? undefined : `${tokens} tokens (${known.words})`;
}
