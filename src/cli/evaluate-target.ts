import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ModelWish } from '../evaluate';
import { checkCurriculum, type Curriculum } from '../language';
import { isError } from '../protocol';
import { listRuns, readRunManifest, type RunManifest, type RunView } from '../runs';
import { UserError } from './command';
import { findRun, manifestOf } from './find-run';
import { countLine, displayPath, printProblems } from './print/problems';
import type { Terminal } from './terminal';
import type { Workspace } from './workspace';

/** What `evaluate` is about: a curriculum, and the run whose checkpoints are meant. */
export interface EvaluateTarget {
  readonly curriculum: Curriculum;
  readonly run?: { readonly dir: string; readonly id: string; readonly manifest: RunManifest };
  /** Longest answer of the last stage, in tokens. */
  readonly maxTokens: number;
}

/** Answers where no run and no curriculum says how long they may be. */
const MAX_TOKENS = 2048;

/**
 * A run says what it is about; of a curriculum, the newest run that is done. The run's own curriculum may be older
 * than its file: benchmarks may be added to it later, so what `evaluate` says is read from the file where it is there.
 */
export async function evaluateTarget(
  text: string,
  variant: string | undefined,
  wish: ModelWish,
  workspace: Workspace,
  terminal: Terminal,
): Promise<EvaluateTarget> {
  if (/\.ya?ml$/i.test(text) && existsSync(text) && statSync(text).isFile()) {
    const curriculum = curriculumOf(resolve(text), variant, terminal);
    const run = wish.kind === 'rule' ? await newestRun(curriculum, workspace) : undefined;
    return withRun(curriculum, run);
  }
  const view = await findRun(text, workspace);
  const manifest = await manifestOf(view);
  const { curriculum } = manifest.plan;
  const now =
    existsSync(curriculum.file) && (variant === undefined || variant === curriculum.variant)
      ? checkCurriculum(
          curriculum.file,
          curriculum.variant === undefined ? {} : { variant: curriculum.variant },
        ).curriculum
      : undefined;
  if (variant !== undefined && variant !== curriculum.variant)
    throw new UserError(
      `The run ${view.id} is of ${curriculum.variant === undefined ? 'no variant' : `the variant \`${curriculum.variant}\``}, not of \`${variant}\``,
      'leave out --variant, or name the curriculum to take its newest run',
    );
  const { evaluate = curriculum.evaluate, models = curriculum.models } = now ?? {};
  return withRun(
    { ...curriculum, models, ...(evaluate === undefined ? {} : { evaluate }) },
    { view, manifest },
  );
}

function withRun(
  curriculum: Curriculum,
  run: { readonly view: RunView; readonly manifest: RunManifest } | undefined,
): EvaluateTarget {
  const { max_response_length: written } = curriculum.defaults;
  if (run === undefined) return { curriculum, maxTokens: written ?? MAX_TOKENS };
  const { view, manifest } = run;
  const last = manifest.plan.stages.find(({ id }) => id === manifest.stages.at(-1));
  return {
    curriculum,
    run: { dir: view.dir, id: view.id, manifest },
    maxTokens: last?.settings.max_response_length ?? written ?? MAX_TOKENS,
  };
}

function curriculumOf(file: string, variant: string | undefined, terminal: Terminal): Curriculum {
  const { curriculum, problems, files, variants } = checkCurriculum(
    file,
    variant === undefined ? {} : { variant },
  );
  if (variant !== undefined && !variants.includes(variant))
    throw new UserError(
      `${displayPath(file)} has no variant \`${variant}\``,
      variants.length === 0 ? 'it has none' : `it has ${variants.join(', ')}`,
    );
  const errors = problems.filter(isError);
  if (curriculum !== undefined && errors.length === 0) return curriculum;
  printProblems(errors, terminal, new Map(files.map(({ path, text }) => [path, text])));
  throw new UserError(
    `Nothing is evaluated: ${countLine(errors)} in ${displayPath(file)}`,
    'mend what is marked `error` above',
    errors,
  );
}

/** The newest run of a curriculum and variant that has ended well; rehearsals train nothing. */
async function newestRun(
  { file, variant }: Curriculum,
  { root }: Workspace,
): Promise<{ readonly view: RunView; readonly manifest: RunManifest } | undefined> {
  for (const reading of await listRuns(root)) {
    if (!reading.ok) continue;
    const { run } = reading;
    if (run.state !== 'done' || run.rehearsal === true || run.file !== file || run.variant !== variant)
      continue;
    const manifest = await readRunManifest(run.dir);
    if (manifest.ok) return { view: run, manifest: manifest.value };
  }
  return undefined;
}
