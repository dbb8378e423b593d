import type { CheckedCurriculum, Curriculum, KeyPath, Stage } from '../../language';
import type { FoundAt } from '../document/find-at';
import type { Snapshot } from '../document/snapshot';
import type { Known, StageFacts } from '../known/known';
import type { Patience } from './patience';

/** What every part of a hover is told. */
export interface HoverContext {
  readonly snapshot: Snapshot;
  readonly known: Known;
  readonly patience: Patience;
  readonly signal?: AbortSignal;
  /** Address of the reference page, without an anchor; absent when it is published nowhere. */
  readonly reference?: string;
  readonly found: FoundAt;
  /** The path without `variants.<name>` in front: what the key means in the curriculum. */
  readonly path: KeyPath;
  /** The variant that the offset lies in. */
  readonly variant?: string;
  /** The curriculum with that variant; absent where the text is too broken. */
  readonly checked: CheckedCurriculum;
  readonly curriculum?: Curriculum;
  /** Id of the stage that the offset lies in. */
  readonly stageId?: string;
  readonly stage?: Stage;
}

/** Adds to what was found in which variant and stage it stands. */
export function contextOf(
  base: Pick<HoverContext, 'snapshot' | 'known' | 'patience' | 'signal' | 'reference' | 'found'>,
): HoverContext {
  const { found, snapshot } = base;
  const [top, name, ...inner] = found.path;
  const variant = top === 'variants' && typeof name === 'string' && inner.length > 0 ? name : undefined;
  const path = variant === undefined ? found.path : inner;
  const { checked: all } = snapshot;
  const checked = (variant === undefined ? undefined : all.variants.get(variant)) ?? all.base;
  const { curriculum } = checked;
  const stageId = stageIdAt(snapshot, found.path, path);
  const stage = curriculum?.stages.find(({ id }) => id === stageId);
  return {
    ...base,
    path,
    checked,
    ...(variant === undefined ? {} : { variant }),
    ...(curriculum === undefined ? {} : { curriculum }),
    ...(stageId === undefined ? {} : { stageId }),
    ...(stage === undefined ? {} : { stage }),
  };
}

/** Stages are items of a list that name themselves, or entries of a mapping by id. */
function stageIdAt({ tree }: Snapshot, whole: KeyPath, path: KeyPath): string | undefined {
  const [top, step] = path;
  if (top !== 'stages' || step === undefined) return undefined;
  if (typeof step === 'string') return step;
  let node = tree;
  for (const part of whole.slice(0, whole.length - path.length + 2)) {
    if (node?.kind === 'map') node = node.entries.get(String(part))?.value;
    else if (node?.kind === 'list') node = node.items[Number(part)];
    else return undefined;
  }
  const id = node?.kind === 'map' ? node.entries.get('id')?.value : node;
  return id?.kind === 'scalar' && id.value !== null && id.style !== 'broken' ? id.text : undefined;
}

/** What the last plan says of a stage; of a pooled schedule, its one stage. */
export function factsOf(
  { snapshot, known, variant, curriculum }: HoverContext,
  id: string,
): StageFacts | undefined {
  const stages = known.stages(snapshot.uri, variant);
  const pooled = curriculum !== undefined && curriculum.schedule.capability !== 'staged';
  return pooled ? stages?.[0] : stages?.find((stage) => stage.id === id);
}
