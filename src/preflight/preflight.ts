import { embeddedSizes } from '../engines';
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
  type CheckpointSize,
  type Looked,
} from './checks';
import { lookAtGpus } from './machine/gpus';
import { modelSize, type ModelSize } from './machine/model-size';
import { bytesAWeight, gpuNeed, leastGpuBytes } from './machine/need';
import { planForLaunch, type LaunchPlan, type PlanParts } from './plan';
import { within } from './within';

export interface PreflightParts extends PlanParts {
  /** Interpreter of the editor's settings, for engines that need one. */
  readonly python?: string;
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
  const planned = await (parts.planner ?? planForLaunch)(request, parts, 'run');
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
  const [ofMachine, ofBefore] = await Promise.all([machine, earlier]);
  const looks = [checkCurriculumText(chosen, problems), checkEngine(plan, problems), ...ofMachine, ofBefore];
  parts.signal?.throwIfAborted();
  const { resumable } = ofBefore;
  return {
    ...report(looks, chosen, problems),
    ...(resumable === undefined ? {} : { resumable }),
  };
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
    const { sizes, parameters } = await checkpointSizes(plan, stages, large);
    const disk = await checkDisk({
      root,
      stages,
      sizes,
      place: locate(['defaults', 'keep_checkpoints']),
    });
    return { disk, parameters, least: leastOf(plan, stages, large) };
  };
  const [{ disk, parameters, least }, python, rewardPython, look, list] = await Promise.all([
    ofSize(),
    checkEnginePython({
      engine: engine.name,
      options: engine.options,
      ...(parts.python === undefined ? {} : { python: parts.python }),
      file,
      root,
      place: locate(['engine']),
    }),
    checkRewardPython(reward, locate(['reward'])),
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
    checkGpus({
      need,
      look,
      ...(least === undefined ? {} : { least }),
      ...(request.devices === undefined ? {} : { devices: request.devices }),
      place,
    }),
    disk,
    checkMemory({
      engine: engine.name,
      ...(parameters === undefined ? {} : { parameters }),
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
      const { checkpoint, checkpointWords = '' } = bytesAWeight(plan, stage);
      if (checkpoint === undefined) continue;
      const billions = (large.parameters / 1e9).toPrecision(3);
      const words = `${billions} billion weights x ${checkpoint} bytes: ${checkpointWords}`;
      sizes.set(stage.id, { bytes: large.parameters * checkpoint, exact: large.exact, words });
    }
  }
  return parameters === undefined ? { sizes } : { sizes, parameters };
}

/** The most that any stage asks of each of its GPUs. */
function leastOf(plan: Plan, stages: readonly PlannedStage[], large: ModelSize | undefined) {
  if (large === undefined) return undefined;
  const nodes = Number(plan.curriculum.engine.options.nodes ?? 1);
  return stages
    .filter(({ settings }) => settings.gpus > 0)
    .map((stage) => leastGpuBytes(large, bytesAWeight(plan, stage), stage.settings.gpus * nodes))
    .sort((a, b) => b.bytes - a.bytes)[0];
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
