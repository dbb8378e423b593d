import { embeddedSizes, trlOptions } from '../engines';
import { worstFirst, withoutRepeats, type Plan, type PlannedStage } from '../plan';
import type { LaunchRequest, PreflightReport, Problem } from '../protocol';
import { deviceProblem, listDevices, RUN_CODES } from '../runs';
import {
  checkCurriculumText,
  checkDisk,
  checkEarlierRun,
  checkEngine,
  checkEnginePython,
  checkGpus,
  checkMemory,
  checkQueue,
  checkRewardPython,
  checkRewardTrial,
  checkSurroundings,
  type CheckpointSize,
  type Looked,
} from './checks';
import { lookAtGpus } from './machine/gpus';
import { adapterWeights, formula, largest, memoryOf, sum, weightCount } from './machine/memory';
import { modelShape, type ModelShape } from './machine/model-shape';
import { modelSize, type ModelSize } from './machine/model-size';
import { gpuNeed, hasAdapter, savedWeight } from './machine/need';
import { planForLaunch, type LaunchPlan, type PlanParts } from './plan';
import { tryReward, type RewardTrial } from './reward-trial';
import { within } from './within';
import { openLaunchData } from './workspace';

export interface PreflightParts extends PlanParts {
  /** Interpreter of the editor's settings, for engines that need one. */
  readonly python?: string;
  /** How long a Python reward may take for the gold answers of all rows, in seconds; default 60. */
  readonly rewardSeconds?: number;
  /** Another program for `nvidia-smi`, and how long it may take. */
  readonly gpus?: { readonly program: string; readonly patience: number };
}

/** Longest wait for who holds which device: it asks the driver, too. */
const QUEUE_MS = 3_000;

/**
 * Everything that can be known before a run is started: the problems of the editor, and the machine with its figures.
 * The machine is looked at while the plan is made; whatever hangs is given up and told as unknown. Never rejects for
 * a mistake of the user, only when the signal aborts.
 */
export async function preflight(
  request: LaunchRequest,
  parts: PreflightParts = {},
): Promise<PreflightReport> {
  const gpus = lookAtGpus(parts.gpus?.program, parts.gpus?.patience);
  const devices = within(
    QUEUE_MS,
    listDevices().catch(() => undefined),
  );
  const planned = await (parts.planner ?? planForLaunch)(request, parts);
  parts.signal?.throwIfAborted();
  const { checked, plan, problems } = planned;
  if (plan === undefined) return report([checkCurriculumText([], problems)], [], problems);
  const chosen = chosenOf(plan, request.stages);
  if (typeof chosen === 'string') {
    const problem = noStage(request.file, plan, chosen);
    return report([checkCurriculumText(plan.stages, [problem, ...problems])], [], [problem, ...problems]);
  }
  const earlier = checkEarlierRun({
    request,
    name: plan.curriculum.name,
    files: checked.files,
    place: { file: request.file },
  });
  const machine = lookAtMachine({ request, parts, planned, plan, stages: chosen, gpus, devices });
  const reward = trialOf({ request, parts, checked, plan, stages: chosen });
  const [ofMachine, ofBefore, ofReward] = await Promise.all([machine, earlier, reward]);
  const looks = [
    checkCurriculumText(chosen, problems),
    checkEngine(plan, problems),
    ...checkRewardTrial(ofReward),
    ...ofMachine,
    ofBefore,
  ];
  parts.signal?.throwIfAborted();
  const { resumable } = ofBefore;
  return {
    ...report(looks, chosen, problems),
    ...(resumable === undefined ? {} : { resumable }),
  };
}

/** A rehearsal tries the first rows of its stages by itself. */
async function trialOf(input: {
  readonly request: LaunchRequest;
  readonly parts: PreflightParts;
  readonly checked: LaunchPlan['checked'];
  readonly plan: Plan;
  readonly stages: readonly PlannedStage[];
}): Promise<RewardTrial | undefined> {
  const { request, parts, checked, plan, stages } = input;
  const { signal, onProgress } = parts;
  if (
    request.rehearse !== undefined ||
    parts.checkData === false ||
    plan.curriculum.reward.kind === 'builtin'
  )
    return undefined;
  const data = parts.data ?? (await openLaunchData(request.root, request.file, checked.curriculum));
  try {
    return await tryReward({
      checked,
      plan,
      stages,
      data,
      ...(parts.rewardSeconds === undefined ? {} : { seconds: parts.rewardSeconds }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  } finally {
    if (parts.data === undefined) await data.close();
  }
}

interface MachineInput {
  readonly request: LaunchRequest;
  readonly parts: PreflightParts;
  readonly planned: LaunchPlan;
  readonly plan: Plan;
  readonly stages: readonly PlannedStage[];
  readonly gpus: ReturnType<typeof lookAtGpus>;
  readonly devices: Promise<Awaited<ReturnType<typeof listDevices>> | undefined>;
}

async function lookAtMachine(input: MachineInput): Promise<readonly Looked[]> {
  const { request, parts, planned, plan, stages, gpus, devices } = input;
  const { engine, reward } = plan.curriculum;
  const { locate } = planned.checked;
  const { root, file } = request;
  const need = gpuNeed(plan, stages);
  const ofSize = async () => {
    const large = engine.name === 'embedded' ? undefined : await modelSize(plan.curriculum.model);
    const shape = large === undefined ? undefined : await modelShape(plan.curriculum.model);
    const { sizes, parameters } = await checkpointSizes(plan, stages, large, shape);
    const disk = await checkDisk({
      root,
      stages,
      sizes,
      place: locate(['defaults', 'keep_checkpoints']),
    });
    return { disk, parameters, ...estimatesOf(plan, stages, large, shape) };
  };
  const [{ disk, parameters, estimate, host }, python, rewardPython, surroundings, look, list] =
    await Promise.all([
      ofSize(),
      checkEnginePython({
        engine: engine.name,
        options: engine.options,
        stageOptions: stages.map(({ engineOptions }) => engineOptions),
        ...(parts.python === undefined ? {} : { python: parts.python }),
        file,
        root,
        place: locate(['engine']),
      }),
      checkRewardPython(reward, locate(['reward'])),
      checkSurroundings({ plan, stages, locate, root, env: process.env }),
      gpus,
      devices,
    ]);
  const place = locate(['defaults', 'gpus']);
  const missing =
    list === undefined || request.devices === undefined
      ? undefined
      : deviceProblem({ ...plan, stages }, request.devices, list.gpus);
  return [
    ...python,
    ...rewardPython,
    ...surroundings,
    checkGpus({
      need,
      look,
      ...(estimate === undefined
        ? {}
        : {
            estimate,
            least: {
              bytes: sum(estimate.states),
              formula: `at least ${formula(estimate.states)} (${estimate.source})`,
            },
          }),
      ...(request.devices === undefined ? {} : { devices: request.devices }),
      place,
    }),
    disk,
    checkMemory({
      engine: engine.name,
      ...(parameters === undefined ? {} : { parameters }),
      ...(host === undefined ? {} : { host }),
      place: { file },
    }),
    checkQueue({
      list,
      choice: request.devices,
      need,
      place: { file },
      ...(missing === undefined ? {} : { missing }),
    }),
  ];
}

/** What a checkpoint of each stage takes, as far as it is known, and the weights of the largest model. */
async function checkpointSizes(
  plan: Plan,
  stages: readonly PlannedStage[],
  large: ModelSize | undefined,
  shape: ModelShape | undefined,
): Promise<{ readonly sizes: ReadonlyMap<string, CheckpointSize>; readonly parameters?: number }> {
  const sizes = new Map<string, CheckpointSize>();
  let parameters = large?.parameters;
  for (const stage of stages) {
    if (plan.curriculum.engine.name === 'embedded') {
      const own = await embeddedSizes(plan, stage);
      if (own === undefined) continue;
      parameters = Math.max(parameters ?? 0, own.parameters);
      const words = `${own.parameters.toLocaleString('en-US')} weights x 12 bytes: weights and AdamW`;
      sizes.set(stage.id, { bytes: own.checkpoint, exact: true, words });
    } else if (large !== undefined) {
      const { bytes, words } = savedWeight(plan, stage);
      const saved = hasAdapter(plan)
        ? adapter(plan, stage, shape)
        : { parameters: large.parameters, exact: large.exact };
      if (saved === undefined) continue;
      sizes.set(stage.id, {
        bytes: saved.parameters * bytes,
        exact: saved.exact,
        words: `${weightCount(saved.parameters)} x ${bytes} bytes: ${words}`,
      });
    }
  }
  return parameters === undefined ? { sizes } : { sizes, parameters };
}

/** The weights of the adapter that a stage trains, where the model's shape is known. */
const adapter = (plan: Plan, { settings }: PlannedStage, shape: ModelShape | undefined) =>
  shape === undefined
    ? undefined
    : {
        parameters: adapterWeights(shape, trlOptions(plan.curriculum, settings).lora_rank),
        exact: false,
      };

/** What the stage that asks for most asks of each of its GPUs, and of the machine. */
function estimatesOf(
  plan: Plan,
  stages: readonly PlannedStage[],
  large: ModelSize | undefined,
  shape: ModelShape | undefined,
) {
  if (large === undefined) return {};
  const all = stages.flatMap((stage) => {
    const one = memoryOf(plan, stage, large, shape);
    return one === undefined ? [] : [{ stage, one }];
  });
  const estimate = largest(all.flatMap(({ stage, one }) => (stage.settings.gpus > 0 ? [one] : [])));
  // Without GPUs, all of it lies in the machine's memory; on a cluster, in that of others.
  const isElsewhere = typeof plan.curriculum.engine.options.cluster === 'string';
  const hosts = all.map(({ stage, one }) => ({
    stage: one.stage,
    parts:
      stage.settings.gpus > 0
        ? one.host
        : [
            ...one.states,
            ...((sum(one.update ?? []) > sum(one.sampling ?? []) ? one.update : one.sampling) ?? []),
          ],
  }));
  const host = hosts.sort((a, b) => sum(b.parts) - sum(a.parts))[0];
  return {
    ...(estimate === undefined ? {} : { estimate }),
    ...(host === undefined || isElsewhere ? {} : { host }),
  };
}

/** The stages that would be run, or the name of one that is not there. */
function chosenOf(plan: Plan, choice: LaunchRequest['stages']): readonly PlannedStage[] | string {
  if (choice === undefined) return plan.stages;
  const wanted = 'only' in choice ? choice.only : choice.from;
  const at = plan.stages.findIndex(({ id }) => id === wanted);
  if (at === -1) return wanted;
  return plan.stages.slice(at, 'only' in choice ? at + 1 : undefined);
}

const noStage = (file: string, { stages }: Plan, wanted: string): Problem => ({
  code: RUN_CODES.stageName.code,
  severity: 'error',
  message: `There is no stage \`${wanted}\``,
  place: { file },
  hint: `The stages are ${stages.map(({ id }) => id).join(', ')}.`,
});

const report = (
  looks: readonly Looked[],
  stages: readonly PlannedStage[],
  problems: readonly Problem[],
): PreflightReport => ({
  checks: looks.map(({ check }) => check),
  problems: worstFirst(withoutRepeats([...problems, ...looks.flatMap((look) => look.problems)])),
  stages: stages.map(({ id, steps, sources }) => ({
    id,
    steps: steps.total,
    rows: sources.reduce((sum, { rowsAfter }) => sum + rowsAfter, 0),
  })),
});
