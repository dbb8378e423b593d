import type { Curriculum } from '../../../language';
import type { FixContext } from '../fix';
import { variantOf } from '../spot';

/** The curriculum that a spot is part of: with its variant applied where it lies in one. */
export function curriculumOf({ snapshot, spot }: FixContext): Curriculum | undefined {
  const [, variant] = variantOf(spot);
  const checked = variant === undefined ? undefined : snapshot.checked.variants.get(variant);
  return (checked ?? snapshot.checked.base).curriculum;
}
