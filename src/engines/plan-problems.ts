import { checkCurriculum, type CheckedCurriculum, type KeyPath, type ReadFile } from '../language';
import { byPlace, withoutRepeats, type CheckedFile, type Plan } from '../plan';
import type { Place, Problem } from '../protocol';
import { engineFor } from './engine-for';

/** A plan may be looked at for an engine that this version cannot run; only a run is refused. */
const NOT_HERE = 'SC400';

/**
 * What the plan's engine says of it, each problem placed at the key that causes it where that was written. That the
 * engine cannot run here is an error only `toRun`.
 */
export async function engineProblems(
  plan: Plan,
  checked: CheckedCurriculum,
  purpose: 'look' | 'run',
): Promise<readonly Problem[]> {
  const found = await engineFor(plan.curriculum.engine.name).check(plan);
  return found.map((problem) => ({
    ...problem,
    ...(problem.code === NOT_HERE && purpose === 'look' ? { severity: 'warning' as const } : {}),
    place: problem.place.range === undefined ? placeOf(problem, plan, checked) : problem.place,
  }));
}

/**
 * The problems of a checked file together with those of the engines of all its plans, in the file's order. `read`
 * gives the texts that the file was checked with, where they are not those of the disk.
 */
export async function withEngineProblems(
  file: string,
  { problems, plans, files }: CheckedFile,
  read?: ReadFile,
): Promise<readonly Problem[]> {
  const all: Problem[] = [...problems];
  for (const { variant, plan } of plans) {
    const checked = checkCurriculum(file, {
      ...(variant === undefined ? {} : { variant }),
      ...(read === undefined ? {} : { read }),
    });
    const own = await engineProblems(plan, checked, 'look');
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
};
/** Of an option that does not exist here, the name is wrong; of all others, the value. */
const ABOUT_NAME: ReadonlySet<string> = new Set(['SC401', 'SC404', 'SC405', 'SC406', 'SC420']);
const ABOUT_MODEL: ReadonlySet<string> = new Set(['SC411', 'SC412', 'SC426']);

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

/** A path that was not written is located at what it would lie in. */
const isWritten = ({ locate }: CheckedCurriculum, path: KeyPath): boolean =>
  JSON.stringify(locate(path, 'key')) !== JSON.stringify(locate(path.slice(0, -1), 'key'));
