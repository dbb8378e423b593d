import { stat } from 'node:fs/promises';
import type { DataEngine } from '../data';
import { planForLaunch, type LaunchPlan, type Planner, type PlanRequest } from './plan';

/** Bytes of data files up to which rows are looked at before anybody asks. */
const SMALL = 64 * 2 ** 20;

/**
 * Gets ready for a start that may come: brings the data engine up and plans; of small files, rows and images are
 * looked at, too. With a `planner` that keeps its plans, the start finds this one.
 */
export async function warmUp(
  request: Pick<PlanRequest, 'root' | 'file' | 'variant'>,
  { data, planner = planForLaunch }: { readonly data: DataEngine; readonly planner?: Planner },
): Promise<void> {
  const launch = await planner(request, { data, checkData: false });
  if ((await dataBytes(launch)) <= SMALL) await planner(request, { data });
}

async function dataBytes({ plan }: LaunchPlan): Promise<number> {
  if (plan === undefined) return Infinity;
  const paths = [...plan.stages.flatMap(({ sources }) => sources), ...plan.heldOut].map(({ path }) => path);
  const sizes = await Promise.all(
    [...new Set(paths)].map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
