import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { engineFor, engineOptions, type Launch, type StageLaunch } from '../../src/engines';
import { configKeys, commandValue } from '../../src/adopt/values';
import { PUBLISHED, type Script } from './scripts';
import type { paperWorkspace } from './workspace';

type Workspace = ReturnType<typeof paperWorkspace>;
export type Effective = ReadonlyMap<string, unknown>;

const PACKAGE = dirname(fileURLToPath(new URL('../../package.json', import.meta.url)));

/** What EasyR1 runs with when a key is said nowhere; keys that it fills in itself are left out. */
const defaults = (): Map<string, unknown> =>
  new Map(
    [...engineOptions('easyr1').values()]
      .filter(({ automatic }) => !automatic)
      .map(({ key, default: value }) => [key, value]),
  );

/**
 * Every key with which a published script runs EasyR1: its overrides over the base configuration over EasyR1's
 * defaults. Its variables point at the data of the workspace; what has no counterpart there stays symbolic, unless
 * `more` gives it a value.
 */
export function published(
  script: Script,
  workspace: Workspace,
  more: Readonly<Record<string, string>> = {},
): Effective {
  const variables: Readonly<Record<string, string>> = {
    ...PUBLISHED.environment,
    VLMCC_STAGE1_TRAIN: workspace.rows('Perception'),
    VLMCC_STAGE1_IMAGE_DIR: workspace.images('Perception'),
    VLMCC_STAGE2_TRAIN: workspace.rows('TextReasoning'),
    VLMCC_STAGE3_TRAIN: workspace.rows('VisualReasoning'),
    VLMCC_STAGE3_IMAGE_DIR: workspace.images('VisualReasoning'),
    ...script.variables,
    ...(typeof script.model === 'string' ? { MODEL_PATH: script.model } : {}),
    ...more,
  };
  const keep = new Set([
    'VLMCC_PROMPTS',
    'VLMCC_REWARDS',
    'VLMCC_MERGED_TRAIN',
    'VLMCC_MERGED_IMAGE_DIR',
    'VLMCC_DIFFICULTY_CAP_DIFF_TRAIN',
  ]);
  const expand = (text: string): string =>
    text.replaceAll(/\$\{(\w+)\}/gu, (written, name: string) => {
      const value = variables[name];
      return value === undefined || (keep.has(name) && more[name] === undefined) ? written : expand(value);
    });
  const base = configKeys(JSON.stringify(PUBLISHED.base.config)) ?? new Map<string, unknown>();
  const own = Object.entries(script.overrides).map(
    ([key, value]) => [key, commandValue(expand(value))] as const,
  );
  return short(new Map([...defaults(), ...base, ...own]), workspace);
}

/** Every key with which a compiled stage runs EasyR1, as its configuration file and its command line say. */
export async function compiled(request: StageLaunch, workspace: Workspace): Promise<Effective> {
  return short(new Map([...defaults(), ...keysOf(await engineFor('easyr1').command(request))]), workspace);
}

function keysOf({ argv, files }: Launch): ReadonlyMap<string, unknown> {
  const config = argv.find((word) => word.startsWith('config='))?.slice('config='.length) ?? '';
  const keys = new Map(configKeys(files[config] ?? ''));
  for (const word of argv.slice(argv.indexOf(`config=${config}`) + 1)) {
    const [, key = '', value = ''] = /^([\w.]+)=([\s\S]*)$/u.exec(word) ?? [];
    keys.set(key, parse(value, { schema: 'core' }) as unknown);
  }
  return keys;
}

/** Folders of this machine by names, and values with one spelling. */
function short(keys: Effective, { root }: Workspace): Effective {
  return new Map(
    [...keys].map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replaceAll(root, 'PAPER').replaceAll(PACKAGE, 'PACKAGE') : value,
    ]),
  );
}

export interface Difference {
  readonly key: string;
  readonly published: unknown;
  readonly ours: unknown;
}

/** Every key whose value is not the same, in one order. */
export function differences(theirs: Effective, ours: Effective): readonly Difference[] {
  return [...new Set([...theirs.keys(), ...ours.keys()])]
    .sort()
    .map((key) => ({ key, published: theirs.get(key), ours: ours.get(key) }))
    .filter((one) => JSON.stringify(one.published) !== JSON.stringify(one.ours));
}
