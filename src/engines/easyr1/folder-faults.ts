import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readRegularText } from '../../data';
import type { Plan, PlannedStage } from '../../plan';
import { UserError } from '../embedded/errors';
import { dashboardAddress } from './companion/cluster/address';
import { weightsFault } from './companion/weights';
import type { Easyr1Fault } from './faults';
import { homeOf } from './installation';
import { treeOf } from './tree';

/** What the files that a plan names say: EasyR1 itself, and the model where it is a folder. */
export async function planFolderFaults(plan: Plan): Promise<readonly Easyr1Fault[]> {
  return [
    ...(await homeFault(plan)),
    ...(await modelFault(plan)),
    ...(await rewardFault(plan)),
    ...clusterNote(plan),
  ];
}

async function homeFault(plan: Plan): Promise<readonly Easyr1Fault[]> {
  const home = homeOf(plan);
  if (home === undefined) return [];
  const verl = join(home, 'verl');
  if ((await treeOf(verl)) !== undefined && (await isThere(join(verl, 'trainer', 'main.py'))))
    return mergerFault(plan, home);
  const { home: written } = plan.curriculum.engine.options;
  const why = (await isThere(verl))
    ? 'its package `verl` is another program: it has no trainer/main.py'
    : 'there is no folder `verl` in it';
  return [
    {
      code: 'SC429',
      message: `There is no EasyR1 in \`${String(written)}\`: ${why}`,
      hint: 'Clone https://github.com/hiyouga/EasyR1 and name its folder in `home`.',
    },
  ];
}

/** Without it nothing can start from a checkpoint: better said before the first stage is trained than after. */
async function mergerFault(plan: Plan, home: string): Promise<readonly Easyr1Fault[]> {
  const chained = plan.stages.find(({ from }) => from.kind === 'stage');
  if (chained === undefined && plan.heldOut.length === 0) return [];
  if (await isThere(join(home, 'scripts', 'model_merger.py'))) return [];
  return [
    {
      code: 'SC429',
      message: `The EasyR1 in \`${String(plan.curriculum.engine.options.home)}\` has no scripts/model_merger.py, which joins the weights of a checkpoint before ${chained === undefined ? 'the predictions' : `stage \`${chained.id}\` can start from it`}`,
      hint: 'Name a whole checkout of https://github.com/hiyouga/EasyR1 in `home`.',
    },
  ];
}

/** Weights in pieces are a mistake of whoever chains runs by hand: the configuration alone looks like a model. */
async function modelFault({ curriculum: { model } }: Plan): Promise<readonly Easyr1Fault[]> {
  if (model.kind !== 'folder' || !(await isThere(model.path))) return [];
  if (await hasBin(model.path)) return [];
  const fault = await weightsFault(model.path);
  if (fault === undefined) return [];
  const actor = dirname(model.path);
  const inPieces = (await names(actor)).some((name) => /^model_world_size_\d+_rank_\d+\.pt$/u.test(name));
  return [
    {
      code: 'SC438',
      message: `${model.path} has no weights to start from: ${fault}`,
      hint: inPieces
        ? `Join the pieces, in the EasyR1 checkout: python3 scripts/model_merger.py --local_dir ${actor}`
        : 'Name a folder as `save_pretrained` writes it: config, processor and weights.',
    },
  ];
}

/** EasyR1 stops at the first reward of a kind that it does not know. */
async function rewardFault({ curriculum: { reward } }: Plan): Promise<readonly Easyr1Fault[]> {
  if (reward.kind === 'builtin') return [];
  const file = await readRegularText(reward.path);
  const written =
    file.kind === 'text'
      ? /^REWARD_TYPE\s*(?::[^=\n]*)?=\s*["']([^"'\n]*)["']/mu.exec(file.text)?.[1]
      : undefined;
  if (written === undefined || written === 'batch' || written === 'sequential') return [];
  return [
    {
      code: 'SC427',
      message: `${reward.path} says \`REWARD_TYPE = "${written.slice(0, 40)}"\`, which EasyR1 does not know`,
      hint: 'Write `"batch"` for a function of all responses at once, or `"sequential"` for one at a time.',
    },
  ];
}

/** An address that nothing could be submitted to: better said before a start than by it. */
function addressFault(cluster: string): Easyr1Fault | undefined {
  try {
    dashboardAddress(cluster);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      code: 'SC427',
      message: `\`cluster\` is \`${cluster}\`, which is no address of a Ray cluster`,
      hint: error.hint ?? '',
    };
  }
}

function clusterNote({ curriculum }: Plan): readonly Easyr1Fault[] {
  const { cluster } = curriculum.engine.options;
  if (typeof cluster !== 'string') return [];
  const fault = addressFault(cluster);
  if (fault !== undefined) return [fault];
  return [
    {
      code: 'SC439',
      message: `The machines of \`${cluster}\` must find the run’s folder, the data, the model and EasyR1 under the same paths as this one`,
      hint: 'Keep the workspace in a folder that all of them mount.',
    },
  ];
}

/** Files of a stage's own keys that EasyR1 would do without when they are missing. */
export async function stageFolderFaults(plan: Plan, stage: PlannedStage): Promise<readonly Easyr1Fault[]> {
  const folder = dirname(plan.curriculum.file);
  const template = stage.engineOptions['data.override_chat_template'];
  const missing: Easyr1Fault[] = [];
  if (typeof template === 'string' && !(await isThere(resolve(folder, template))))
    missing.push({
      code: 'SC428',
      message: `There is no chat template \`${template}\` (\`data.override_chat_template\`), and EasyR1 would train with the model’s own`,
      hint: 'Correct the path, which counts from the folder of the curriculum, or leave the key out.',
    });
  for (const source of [...stage.sources, ...(stage.validation === undefined ? [] : [stage.validation])])
    if (source.columns.images !== undefined && !(await isThere(source.images)))
      missing.push({
        code: 'SC428',
        message: `There is no image folder ${source.images} (dataset \`${source.dataset}\`), and EasyR1 would look for images elsewhere`,
        hint: 'Correct `images` of the dataset.',
      });
  return missing;
}

/** `model_type` of a model that lies in a folder. */
export async function modelTypeOf({ curriculum: { model } }: Plan): Promise<string | undefined> {
  if (model.kind !== 'folder') return undefined;
  const config = await readRegularText(join(model.path, 'config.json'));
  if (config.kind !== 'text') return undefined;
  try {
    const { model_type: type } = JSON.parse(config.text) as { readonly model_type?: unknown };
    return typeof type === 'string' ? type : undefined;
  } catch {
    return undefined;
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const names = (folder: string): Promise<readonly string[]> => readdir(folder).catch((): string[] => []);

const hasBin = async (folder: string): Promise<boolean> =>
  (await names(folder)).some((name) => /^pytorch_model.*\.bin$/u.test(name));
