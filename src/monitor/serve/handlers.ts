import { Refusal, type MonitorCall, type MonitorParams, type MonitorResult } from '../../protocol';
import { notRemovable, requestStop } from '../../runs';
import { compareRuns } from '../answers/compare';
import { answerDetail } from '../answers/detail';
import { answerSamples } from '../answers/samples';
import { answerSeries } from '../curves/answer';
import type { Session } from './session';

type Handlers = {
  readonly [C in MonitorCall]: (
    session: Session,
    params: MonitorParams<C>,
  ) => Promise<MonitorResult<C>> | MonitorResult<C>;
};

/** What is done for each call. */
export const HANDLERS: Handlers = {
  watch: (session, { roots }) => session.watch(roots),
  runs: (session, { limit }) => session.list(limit),
  detail: async (session, { run }) => {
    const manifest = await session.manifest(run);
    const { summary, store, offsets, revision } = await session.open(run);
    return answerDetail(summary, manifest, store, offsets, revision);
  },
  series: async (session, request) => {
    const { store, offsets, revision } = await session.open(request.run);
    return answerSeries(request, store, offsets, revision);
  },
  samples: async (session, request) => {
    const { store, revision } = await session.open(request.run);
    return answerSamples(request, store, revision);
  },
  passRates: async (session, { run }) => {
    const { root } = await session.summary(run);
    return session.parts.passRates(root, (await session.mustHaveManifest(run)).plan);
  },
  compare: async (session, { runs }) => {
    return compareRuns(
      await Promise.all(
        runs.map(async (run) => ({ ...(await session.open(run)), manifest: await session.manifest(run) })),
      ),
    );
  },
  follow: async (session, { runs }) => {
    await session.follow(runs);
    return null;
  },
  followLog: async (session, { run, stage, lines }) => {
    const { stages } = await session.summary(run);
    if (stage !== undefined && !stages.some(({ id }) => id === stage)) {
      throw new Refusal(`The run has no stage "${stage}"`);
    }
    return { subscription: session.followLog(run, stage, lines) };
  },
  unfollowLog: (session, { subscription }) => {
    session.logs.remove(subscription);
    return null;
  },
  warm: (session, request) => {
    session.mustWatch(request.root);
    // Whoever starts it is told what is wrong; nobody has asked for anything yet.
    session.parts.warm(request).catch(() => undefined);
    return null;
  },
  preflight: (session, request) => {
    session.mustWatch(request.root);
    return session.parts.preflight(request);
  },
  start: async (session, request) => {
    session.mustWatch(request.root);
    const started = await session.parts.start(request);
    await session.touch(started.dir);
    return started;
  },
  makePlan: (session, request) => {
    session.mustWatch(request.root);
    return session.parts.makePlan(request);
  },
  make: async (session, { keys, ...request }) => {
    session.mustWatch(request.root);
    const started = await session.parts.make(request, keys);
    await session.touch(started.dir);
    return started;
  },
  stop: async (session, { run, grace }) => {
    await session.summary(run);
    await requestStop(run, grace === undefined ? {} : { grace });
    await session.touch(run);
    return null;
  },
  resume: async (session, { run, keys }) => {
    await session.summary(run);
    const resumed = await session.parts.resume(run, keys);
    await session.touch(resumed.dir);
    return resumed;
  },
  rerun: async (session, { run, evenIfChanged }) => {
    await session.summary(run);
    const result = await session.parts.rerun(run, evenIfChanged);
    if (result.started !== undefined) await session.touch(result.started.dir);
    return result;
  },
  removable: async (session, { run }) => {
    await session.summary(run);
    const reason = await notRemovable(run);
    return reason === undefined ? {} : { reason };
  },
  bundle: async (session, { run, output }) => {
    await session.summary(run);
    const { writeBundle } = await import('../bundle');
    return { files: await writeBundle(run, output) };
  },
  sample: (session, request) => {
    session.mustWatch(request.root);
    return session.parts.sample(request);
  },
  devices: (session) => session.parts.devices(),
  files: async (session, { run }) => (await session.mustHaveManifest(run)).files,
};
