import { delimiter, dirname } from 'node:path';
import { openDataEngine } from '../../data';
import type { StageLaunch } from '../engine';
import type { Process } from './companion';
import { dataLayout, writtenLayout, type DataLayout } from './data';
import { configYaml, dotlistArgument } from './dotlist';
import { stageFile } from './files';
import { shownInstallation, type Installation } from './installation';
import { rewardCopies, rewardSource, rewardType } from './reward';
import { easyr1Settings, unusual, type Resume, type Setting } from './settings';
import { startingWeights } from './weights';

/** EasyR1 itself for a stage: how it is started, what it is told, and the files that it is told in. */
export interface MainProcess {
  readonly process: Process;
  readonly files: Readonly<Record<string, string>>;
  /** Every key that is set. */
  readonly settings: readonly Setting[];
  readonly layout: DataLayout;
}

/**
 * EasyR1's command for a stage. Its config file has every key that we set; the arguments repeat those that differ from
 * EasyR1's own defaults, so that both the file and the command line tell what is trained, and both the same.
 */
export async function mainProcess(
  request: StageLaunch,
  installation: Installation,
  resume: Resume,
): Promise<MainProcess> {
  const { plan, stage, stageDir } = request;
  const { curriculum } = plan;
  const { tree, home, python } = installation;
  const onCluster = typeof curriculum.engine.options.cluster === 'string';
  // Our own package lies on this machine; the run's folder is one that all machines of a cluster share.
  const copies =
    onCluster && curriculum.reward.kind === 'builtin'
      ? await rewardCopies(stageFile(stageDir, 'reward'))
      : {};
  const reward = rewardSource(
    curriculum.reward,
    Object.keys(copies).length === 0 ? undefined : stageFile(stageDir, 'reward'),
  );
  const layout = await layoutOf(request);
  const model = startingWeights(request);
  const facts = {
    layout,
    ...(model === undefined ? {} : { model }),
    output: stageFile(stageDir, 'checkpoints'),
    reward: reward.reference,
    rewardType: await rewardType(rewardSource(curriculum.reward)),
    resume,
  };
  const settings = easyr1Settings(plan, stage, facts, tree);
  const config = stageFile(stageDir, 'config');
  return {
    process: {
      argv: [
        python,
        '-m',
        'verl.trainer.main',
        dotlistArgument('config', config),
        ...unusual(settings, tree).map(([key, value]) => dotlistArgument(key, value)),
      ],
      env: environment(home, onCluster),
      cwd: home ?? dirname(curriculum.file),
    },
    files: { [config]: configYaml(settings), ...copies },
    settings,
    layout,
  };
}

/** What a stage's start has written down; before, what it would. */
async function layoutOf(request: StageLaunch): Promise<DataLayout> {
  const written = await writtenLayout(request.stageDir);
  if (written !== undefined) return written;
  const { file, folders } = request.plan.curriculum;
  const data = await openDataEngine({ folders: [...new Set([request.root, dirname(file), ...folders])] });
  try {
    return await dataLayout(request, data);
  } finally {
    await data.close();
  }
}

/** The checkout is imported from its folder; a cluster's machines have a search path of their own. */
function environment(home: string | undefined, onCluster: boolean): Readonly<Record<string, string>> {
  const inherited = onCluster ? undefined : process.env.PYTHONPATH;
  const path = [home, inherited].filter((folder) => folder !== undefined && folder !== '').join(delimiter);
  return { PYTHONUNBUFFERED: '1', ...(path === '' ? {} : { PYTHONPATH: path }) };
}

/** Every key that EasyR1 is told for a stage, in its own order of topics, the run's own among them. */
export async function easyr1StageSettings(request: StageLaunch): Promise<readonly Setting[]> {
  const installation = await shownInstallation(request.plan, request.root);
  return (await mainProcess(request, installation, { kind: 'new' })).settings;
}
