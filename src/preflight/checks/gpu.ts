import type { DeviceChoice, GpuStatus, Place } from '../../protocol';
import { preflightProblem } from '../codes';
import { counted, gib } from '../figures';
import type { GpuLook } from '../machine/gpus';
import type { MemoryEstimate } from '../machine/memory';
import type { GpuNeed } from '../machine/need';
import { gpuMemoryProblems } from './gpu-memory';
import { looked, type Looked } from './result';

const TITLE = 'GPUs';
const MIB = 2 ** 20;

interface GpuInput {
  readonly need: GpuNeed;
  readonly look: GpuLook;
  /** The least that each must hold; absent while nothing is known of the model. */
  readonly least?: { readonly bytes: number; readonly formula: string };
  /** What a step takes besides, of the stage that takes most. */
  readonly estimate?: MemoryEstimate;
  readonly devices?: DeviceChoice;
  /** Where the curriculum asks for GPUs. */
  readonly place: Place;
}

/** GPUs that are there and free against those that the run uses. Without figures it says unknown, never a guess. */
export function checkGpus({ need, look, least, estimate, devices, place }: GpuInput): Looked {
  if (need.kind === 'elsewhere')
    return looked('gpu', TITLE, `${need.why}: its GPUs cannot be seen from here`, [], 'unknown');
  if (need.kind === 'none') {
    const also = look.kind === 'seen' && look.gpus.length > 0 ? `; ${listed(look.gpus)}` : '';
    return looked('gpu', TITLE, `none needed: ${need.why}${also}`);
  }
  const wanted = `stage \`${need.stage}\` uses ${counted(need.count, 'GPU')}`;
  if (look.kind === 'unseen') {
    const problem = preflightProblem(
      'gpuUnseen',
      place,
      `Nothing is known of the GPUs: ${look.reason}, and ${wanted}`,
      'Start on the machine with the GPUs, or rehearse here.',
    );
    return looked('gpu', TITLE, `${wanted}; ${look.reason}`, [problem], 'unknown');
  }
  const usable = chosen(look.gpus, devices);
  if (usable.length < need.count) {
    const problem = preflightProblem(
      'gpuCount',
      place,
      `${capital(wanted)}, but ${usable.length === 0 ? 'there is none' : `there ${usable.length === 1 ? 'is' : 'are'} ${usable.length}`}${devices?.kind === 'these' ? ' among those that were chosen' : ''}${hiddenWords(look)}`,
      usable.length === 0
        ? 'Rehearse here, and run where GPUs are.'
        : `Set \`gpus\` to ${usable.length} or less.`,
    );
    return looked('gpu', TITLE, `${wanted}; ${usable.length === 0 ? 'none is there' : listed(usable)}`, [
      problem,
    ]);
  }
  const taken = [...usable].sort((a, b) => free(b) - free(a)).slice(0, need.count);
  const least_ = least === undefined ? 'how much memory it needs is unknown' : least.formula;
  const detail = `${wanted}; ${least_}; ${listed(usable)}`;
  const short = least === undefined ? undefined : taken.find((gpu) => free(gpu) * MIB < least.bytes);
  if (short === undefined || least === undefined) {
    const fullest = taken.at(-1);
    const besides =
      estimate === undefined || fullest === undefined ? [] : gpuMemoryProblems(estimate, fullest, place);
    const unknown = least === undefined && besides.length === 0;
    return looked('gpu', TITLE, detail, besides, unknown ? 'unknown' : undefined);
  }
  const problem = preflightProblem(
    'gpuMemory',
    place,
    `GPU ${short.index} has ${gib(free(short))} free of ${gib(short.memoryTotal)}, and the stage needs more: ${least.formula}`,
    short.memoryTotal * MIB < least.bytes
      ? 'Use more `gpus`, a smaller model, or an adapter.'
      : 'End what else runs on it (`nvidia-smi` lists it), or wait for it.',
  );
  return looked('gpu', TITLE, detail, [problem]);
}

/** GPUs of the machine that are not this process's. */
const hiddenWords = ({ hidden }: Extract<GpuLook, { kind: 'seen' }>): string =>
  hidden === undefined
    ? ''
    : `: CUDA_VISIBLE_DEVICES=${process.env.CUDA_VISIBLE_DEVICES ?? ''} hides ${hidden}`;

/** NaN where the driver does not tell. */
const free = ({ memoryTotal, memoryUsed }: GpuStatus): number => memoryTotal - memoryUsed;

const listed = (gpus: readonly GpuStatus[]): string =>
  gpus
    .map((gpu) => {
      const memory = Number.isNaN(free(gpu))
        ? 'memory unknown'
        : `${gib(free(gpu))} of ${gib(gpu.memoryTotal)} free`;
      return `GPU ${gpu.index} ${gpu.name}: ${memory}${Number.isNaN(gpu.use) ? '' : `, ${gpu.use} % busy`}`;
    })
    .join('; ');

const chosen = (gpus: readonly GpuStatus[], devices: DeviceChoice | undefined): readonly GpuStatus[] =>
  devices?.kind === 'these' ? gpus.filter(({ index }) => devices.devices.includes(`gpu:${index}`)) : gpus;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
