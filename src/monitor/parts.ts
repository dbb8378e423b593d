import type { Plan } from '../plan';
import type {
  DeviceList,
  LaunchedRun,
  LaunchRequest,
  MakeKeys,
  MakePlan,
  MakeRequest,
  MonitorResult,
  PassRates,
  PreflightReport,
  SampleReport,
  SampleRequest,
} from '../protocol';

/** What the monitor has others do: loaded when first asked for, since it brings the data engine along. */
export interface MonitorParts {
  /** Gets ready for a start of a curriculum. Rejects when it cannot be read. */
  readonly warm: (request: Pick<LaunchRequest, 'root' | 'file'>) => Promise<void>;
  readonly preflight: (request: LaunchRequest) => Promise<PreflightReport>;
  readonly start: (request: LaunchRequest) => Promise<LaunchedRun>;
  readonly makePlan: (request: MakeRequest) => Promise<MakePlan>;
  /** `keys` are held in memory and handed on, never written. */
  readonly make: (request: MakeRequest, keys?: MakeKeys) => Promise<LaunchedRun>;
  readonly resume: (run: string, keys?: MakeKeys) => Promise<LaunchedRun>;
  readonly rerun: (run: string, evenIfChanged: boolean) => Promise<MonitorResult<'rerun'>>;
  readonly sample: (request: SampleRequest) => Promise<SampleReport>;
  readonly devices: () => Promise<DeviceList>;
  /** Of the rows of a run's stages, in the workspace `root`. */
  readonly passRates: (root: string, plan: Plan) => Promise<readonly PassRates[]>;
}
