import type { DataEngine } from '../data';
import { checkCurriculum, type CheckedCurriculum, type KeyPath, type ReadFile } from '../language';
import { byPlace, isWritten, withoutRepeats, type CheckedFile, type Plan } from '../plan';
import type { Place, Problem } from '../protocol';
import { engineFor } from './engine-for';
import { rowsProblems, type MeasuredRow } from './rows';

/** What lets the engine's view of the rows be told as well; without it, rows are left alone. */
export interface RowsParts {
  readonly data: DataEngine;
  readonly signal?: AbortSignal;
  /** Rows that another variant has measured; added to. */
  readonly measures?: Map<string, Promise<readonly MeasuredRow[]>>;
}

/**
 * What the plan's engine says of it, each problem placed at the key that causes it where that was written.
 */
export async function engineProblems(
  plan: Plan,
  checked: CheckedCurriculum,
  rows?: RowsParts,
): Promise<readonly Problem[]> {
  const all = await engineFor(plan.curriculum.engine.name).check(plan);
  // Of a model that nobody knows there is nothing more to say: another stands in for it.
  const unknown = checked.problems.some(({ code }) => code === 'SC208');
  const found = unknown ? all.filter(({ code }) => code !== 'SC454') : all;
  const placed = found.map((problem) => ({
    ...problem,
    place: problem.place.range === undefined ? placeOf(problem, plan, checked) : problem.place,
  }));
  return rows === undefined ? placed : [...placed, ...(await rowsProblems({ plan, checked, ...rows }))];
}

/**
 * The problems of a checked file together with those of the engines of all its plans, in the file's order. `read`
 * gives the texts that the file was checked with, where they are not those of the disk.
 */
export async function withEngineProblems(
  file: string,
  { problems, plans, files }: CheckedFile,
  read?: ReadFile,
  rows?: RowsParts,
): Promise<readonly Problem[]> {
  const all: Problem[] = [...problems];
  const shared =
    rows === undefined
      ? undefined
      : { measures: new Map<string, Promise<readonly MeasuredRow[]>>(), ...rows };
  for (const { variant, plan } of plans) {
    const checked = checkCurriculum(file, {
      ...(variant === undefined ? {} : { variant }),
      ...(read === undefined ? {} : { read }),
    });
    const own = await engineProblems(plan, checked, shared);
    const known = new Set(all.map(identity));
    const place = variant === undefined ? undefined : checked.locate(['variants', variant], 'key');
    all.push(
      ...own
        .filter((problem) => !known.has(identity(problem)))
        .map((problem) =>
          place === undefined
            ? problem
            : { ...problem, related: [{ place, message: `in variant \`${variant ?? ''}\`` }] },
        ),
    );
  }
  return byPlace(
    withoutRepeats(all),
    files.map(({ path }) => path),
  );
}

const identity = ({ code, message }: Problem): string => `${code} ${message}`;

/** Settings that a code is about. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  SC403: ['rollouts'],
  SC413: ['max_prompt_length', 'max_response_length'],
  SC420: ['freeze'],
  SC421: ['batch'],
  SC422: ['batch', 'rollouts'],
  SC423: ['gpus', 'rollouts'],
  SC424: ['gpus', 'batch'],
  SC425: ['max_response_length', 'max_prompt_length'],
  SC427: ['method'],
  SC450: ['batch', 'rollouts', 'gpus'],
  SC451: ['rollouts', 'batch'],
  SC453: ['gpus'],
};
/** Of an option that does not exist here, the name is wrong; of all others, the value. */
const ABOUT_NAME: ReadonlySet<string> = new Set(['SC401', 'SC404', 'SC405', 'SC406', 'SC420']);
const ABOUT_MODEL: ReadonlySet<string> = new Set(['SC411', 'SC412', 'SC426', 'SC454']);

/** The first of the keys that may have caused a problem, from the most special to the most general, that was written. */
function placeOf(problem: Problem, plan: Plan, checked: CheckedCurriculum): Place {
  const { name, options } = plan.curriculum.engine;
  const quoted = (word: string): boolean => problem.message.includes(`\`${word}\``);
  const stages = plan.stages.filter(({ id }) => quoted(id));
  const optionOwners = plan.stages.flatMap((stage) =>
    Object.entries(stage.engineOptions).map(([key, value]) => ({ stage: stage.id, key, value })),
  );
  // Of an option that several stages write, the value that the message names is the one that is wrong; a value
  // such as `true` may stand in a message that is about another key.
  const names = ({ key, value }: { readonly key: string; readonly value: unknown }): number =>
    (quoted(key) ? 4 : 0) +
    (problem.message.includes(`, not \`${String(value)}\``) ? 2 : quoted(String(value)) ? 1 : 0);
  const written = optionOwners
    .filter((option) => names(option) > 0)
    .sort((one, other) => names(other) - names(one))
    .flatMap(({ stage, key }): KeyPath[] => [
      ['stages', stage, 'engine_options', key],
      ['pooled', 'engine_options', key],
      ['defaults', 'engine_options', key],
    ]);
  const own = Object.entries(options)
    .filter(([key, value]) => quoted(key) || quoted(String(value)))
    .map(([key]): KeyPath => ['engine', name, key]);
  const settings = (SETTINGS[problem.code] ?? []).flatMap((key): KeyPath[] => [
    ...stages.map(({ id }): KeyPath => ['stages', id, key]),
    ['pooled', key],
    ['defaults', key],
  ]);
  const general: readonly KeyPath[] = ABOUT_MODEL.has(problem.code)
    ? [['engine', name, 'base'], ['model']]
    : [...stages.map(({ id }): KeyPath => ['stages', id]), ['engine']];
  const path = [...written, ...own, ...settings, ...general].find((one) => isWritten(checked, one));
  return path === undefined
    ? problem.place
    : checked.locate(path, ABOUT_NAME.has(problem.code) ? 'key' : 'value');
}
