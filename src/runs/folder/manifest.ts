import { join } from 'node:path';

import type { EngineName } from '../../language';
import type { Plan } from '../../plan';
import { processIdentity, type ProcessIdentity } from '../process/identity';
import { count, flag, listOf, literal, mappingOf, number, optional, shape, text, type Check } from './check';
import { readJsonFile, type Reading } from './json-file';
import { FILES } from './layout';
import { planShape } from './plan-shape';

export interface FileDigest {
  readonly path: string;
  readonly bytes: number;
  /** `sha256:<hex>` of the whole file, or `sha256-sampled:<hex>` of a large one's size, begin, middle and end. */
  readonly digest: string;
}

/** A stage of an earlier run whose checkpoint a stage of this run starts from. */
export interface Inherited {
  readonly run: string;
  readonly step: number;
  /** Absolute folder. */
  readonly path: string;
}

/** `run.json`: written once, before the supervisor starts; everything to run and to re-run exactly. */
export interface RunManifest {
  readonly format: 1;
  readonly id: string;
  readonly name: string;
  readonly variant?: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Absolute folder that holds `.stagecraft`. */
  readonly root: string;
  readonly engine: EngineName;
  /** Ids of the plan's stages that this run trains, in order. */
  readonly stages: readonly string[];
  /** Datasets that it makes, in order, in place of training: its plan has no stages then. */
  readonly make?: { readonly datasets: readonly string[] };
  /** Predict on the held-out rows after the last stage. */
  readonly predict: boolean;
  readonly seed: number;
  /** A short trial: its checkpoints are nobody's start. */
  readonly rehearsal?: boolean;
  /** Devices that it waits for and holds; `any` GPUs are chosen when its turn comes. Absent: it does not queue. */
  readonly devices?: readonly string[] | { readonly any: number };
  /** Audit and report when the predictions are there. */
  readonly audit?: boolean;
  /** The curriculum and every file that it extends or names (prompt, reward), as they were. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly plan: Plan;
  readonly inherited: Readonly<Record<string, Inherited>>;
  readonly git?: { readonly commit: string; readonly dirty: boolean };
  readonly data: readonly FileDigest[];
  readonly versions: Readonly<Record<string, string>>;
  /** The command of the supervisor; the engine's own commands are in `stages/<id>/launches.jsonl`. */
  readonly command: readonly string[];
  /** Who made the folder, and the system's uptime in seconds then: tells a run that is just starting. */
  readonly starter: { readonly process: ProcessIdentity; readonly uptime: number };
}

const deviceList = listOf(text);
const anyDevices = shape<{ any: number }>({ any: count });
const devices: Check = (value, path) => (Array.isArray(value) ? deviceList : anyDevices)(value, path);

const manifest = shape<RunManifest>({
  format: literal(1),
  id: text,
  name: text,
  variant: optional(text),
  created: text,
  root: text,
  engine: literal('embedded', 'trl', 'easyr1'),
  stages: listOf(text),
  make: optional(shape<NonNullable<RunManifest['make']>>({ datasets: listOf(text) })),
  predict: flag,
  seed: number,
  rehearsal: optional(flag),
  devices: optional(devices),
  audit: optional(flag),
  files: listOf(shape<RunManifest['files'][number]>({ path: text, text })),
  plan: planShape,
  inherited: mappingOf(shape<Inherited>({ run: text, step: number, path: text })),
  git: optional(shape<NonNullable<RunManifest['git']>>({ commit: text, dirty: flag })),
  data: listOf(shape<FileDigest>({ path: text, bytes: number, digest: text })),
  versions: mappingOf(text),
  command: listOf(text),
  starter: shape<RunManifest['starter']>({ process: processIdentity, uptime: number }),
});

/** Reads `run.json` of a run folder that anybody may have written; never throws. */
export async function readManifest(dir: string): Promise<Reading<RunManifest>> {
  const reading = await readJsonFile(join(dir, FILES.manifest), manifest, 64 * 2 ** 20);
  if (!reading.ok) return reading;
  const { plan, stages } = reading.value;
  const lost = stages.find((id) => !plan.stages.some((stage) => stage.id === id));
  return lost === undefined
    ? reading
    : { ok: false, missing: false, reason: `${FILES.manifest}: stage "${lost}" is not in its plan` };
}
