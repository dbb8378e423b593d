import { checkCurriculum } from '../language';
import type { Planner } from '../preflight';
import type { LaunchRequest, MakeKeys } from '../protocol';
import { listDevices, readRunManifest, rerunRun, resumeRun, type ResumeOptions } from '../runs';
import type { DataEngine } from '../data';
import type { MonitorParts } from './parts';
import { passRates } from './answers/pass-rates';
import { WarmData } from './warm-data';

/** Of the keys that an editor has, those that the endpoints of a run's curriculum want. */
async function environmentFor(run: string, keys: MakeKeys | undefined): Promise<ResumeOptions> {
  if (keys === undefined) return {};
  const manifest = await readRunManifest(run);
  if (!manifest.ok || manifest.value.make === undefined) return {};
  const { keysFor } = await import('../preflight');
  return { env: keysFor(manifest.value.plan.curriculum, keys) };
}

/** The real parts. Each is read from its layer when first asked for: a monitor that only looks stays small. */
export function monitorParts(): MonitorParts {
  const warm = new WarmData();
  const withData = async <T>(
    { root, file, variant }: Pick<LaunchRequest, 'root' | 'file' | 'variant'>,
    work: (data: DataEngine) => Promise<T>,
  ): Promise<T> => {
    const { dataFolders, openLaunchData } = await import('../preflight');
    const { curriculum } = checkCurriculum(file, variant === undefined ? {} : { variant });
    return warm.use(dataFolders(root, file, curriculum), () => openLaunchData(root, file, curriculum), work);
  };
  // One click is planned once: what was looked at before a start is what is started.
  let kept: Promise<Planner> | undefined;
  const planner: Planner = async (...asked) => {
    kept ??= import('../preflight').then(({ keepPlans }) => keepPlans());
    return (await kept)(...asked);
  };
  return {
    warm: (request) =>
      withData(request, async (data) => (await import('../preflight')).warmUp(request, { data, planner })),
    preflight: (request) =>
      withData(request, async (data) => (await import('../preflight')).preflight(request, { data, planner })),
    start: (request) =>
      withData(request, async (data) => {
        const { launchRun } = await import('../preflight');
        const { id, dir } = await launchRun(request, { data, planner });
        return { id, dir };
      }),
    makePlan: (request) =>
      withData(request, async (data) => {
        const { planMake } = await import('../preflight');
        const { checked: _checked, ...plan } = await planMake(request, { data });
        return plan;
      }),
    make: async (request, keys) => {
      const { launchMake } = await import('../preflight');
      const { id, dir } = await launchMake(request, keys);
      return { id, dir };
    },
    resume: async (run, keys) => {
      const { id, dir } = await resumeRun(run, await environmentFor(run, keys));
      return { id, dir };
    },
    rerun: async (run, evenIfChanged) => {
      const { started, changed } = await rerunRun(run, { evenIfChanged });
      return { changed, ...(started === undefined ? {} : { started: { id: started.id, dir: started.dir } }) };
    },
    sample: (request) =>
      withData(request, async (data) => {
        const { debugSample, sampleReport } = await import('../trial');
        return sampleReport(await debugSample(request, { data }));
      }),
    devices: () => listDevices(),
    passRates: (root, plan) =>
      // Which folders may be read says the curriculum as it is now, not a plan in a run folder.
      withData({ root, file: plan.curriculum.file }, (data) => passRates(data, plan)),
  };
}
