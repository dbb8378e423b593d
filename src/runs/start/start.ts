import { resolve } from 'node:path';

import type { Engine } from '../../engines';
import type { Plan } from '../../plan';
import type { DeviceChoice } from '../../protocol';
import { deviceWish } from '../queue/choose';
import { createRun, insistOnMachine, type StartedRun } from './create';
import { dataDigests } from './digests';
import { inheritedCheckpoints } from './inherit';
import { namedFiles } from './named-files';
import { chosenStages, type StageChoice } from './stages';

export interface StartOptions {
  readonly plan: Plan;
  /** Absolute folder of the workspace, in which `.stagecraft` lies. */
  readonly root: string;
  /** The engine of the plan. */
  readonly engine: Engine;
  /** The curriculum and the files it extends, as they were checked. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly stages?: StageChoice;
  /** Predict on the held-out rows at the end; by default when there are such rows and the last stage is run. */
  readonly predict?: boolean;
  /** A short trial: it predicts nothing unless told, and starts from no other run, nor another from it. */
  readonly rehearsal?: boolean;
  /** Devices that the run waits for and then holds alone; absent: it does not queue. */
  readonly devices?: DeviceChoice;
  /** Audit and report at the end, when the curriculum asks for an audit and there are predictions. */
  readonly audit?: boolean;
  /** Another supervisor program; the run folder is added to it. */
  readonly supervisor?: readonly string[];
}

/**
 * Makes a run folder and starts its supervisor, which is independent of this process from then on. Throws a
 * `RunError` (machine, stage, device, checkpoint, or what the supervisor said); nothing runs then.
 */
export async function startRun(options: StartOptions): Promise<StartedRun> {
  const { plan, engine, rehearsal = false } = options;
  const root = resolve(options.root);
  await insistOnMachine(root);
  const stages = chosenStages(plan, options.stages);
  const last = plan.stages.at(-1)?.id;
  const predictable = plan.heldOut.length > 0 && stages.some((stage) => stage.id === last);
  const predict = options.predict ?? (predictable && !rehearsal);
  const [devices, named, inherited, data] = await Promise.all([
    deviceWish({ ...plan, stages }, options.devices),
    namedFiles(plan),
    rehearsal ? {} : inheritedCheckpoints(root, plan, stages, engine),
    dataDigests(plan),
  ]);
  const facts = {
    root,
    stages: stages.map((stage) => stage.id),
    predict,
    seed: stages[0]?.settings.seed ?? 0,
    ...(rehearsal ? { rehearsal } : {}),
    ...(devices === undefined ? {} : { devices }),
    ...(options.audit === true && predict && plan.curriculum.audit !== undefined ? { audit: true } : {}),
    files: [...options.files, ...named],
    plan,
    inherited,
    data,
  };
  return createRun(facts, options.supervisor);
}
