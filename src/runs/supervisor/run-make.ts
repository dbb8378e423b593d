import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { jsonLinesReader, type Launch } from '../../engines';
import { packageRoot } from '../../protocol';
import { errorText, isDiskFull } from '../codes';
import { FILES, stageFolder } from '../folder/layout';
import { attempt } from './attempt';
import type { RunContext, StageOutcome } from './context';

/** What the maker's process is told, in a file of its stage's folder; keys are only in its environment. */
export interface MakerSpec {
  readonly format: 1;
  /** Absolute folder of the workspace. */
  readonly root: string;
  /** Absolute path of the curriculum. */
  readonly file: string;
  readonly variant?: string;
  readonly dataset: string;
  /** The curriculum and what it extends, as they were at the start: an edit meanwhile is the next make's affair. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The point of its curves from which it goes on. */
  readonly firstStep: number;
}

/** Makes one dataset in a process of its own; what it has done before is kept, by the maker itself. */
export async function runMake(context: RunContext, dataset: string): Promise<StageOutcome> {
  const { dir, manifest, parts, journal } = context;
  try {
    const stageDir = stageFolder(dir, dataset);
    await mkdir(stageDir, { recursive: true });
    const specFile = join(stageDir, FILES.maker);
    const { file, variant } = manifest.plan.curriculum;
    const spec: MakerSpec = {
      format: 1,
      root: manifest.root,
      file,
      ...(variant === undefined ? {} : { variant }),
      dataset,
      files: manifest.files,
      firstStep: journal.stage(dataset).step,
    };
    const launch: Launch = {
      argv: [...(parts.maker ?? ownMaker()), specFile],
      env: {},
      cwd: manifest.root,
      files: { [specFile]: `${JSON.stringify(spec)}\n` },
    };
    return await attempt(context, dataset, launch, { reader: jsonLinesReader() });
  } catch (error) {
    return { state: 'failed', reason: isDiskFull(error) ? 'disk full' : errorText(error) };
  }
}

function ownMaker(): readonly string[] {
  const program = join(packageRoot(), 'dist', 'maker.cjs');
  if (!existsSync(program)) throw new Error(`${program} is missing: build it with \`node esbuild.mjs\``);
  return [process.execPath, program];
}
