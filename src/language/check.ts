import { resolve } from 'node:path';
import type { Place, Problem } from '../protocol';
import type { LanguageCode } from './codes';
import type { CheckedCurriculum, KeyPath } from './model';
import { checkMeaning, usedDatasets } from './meaning';
import { buildCurriculum } from './meaning/build';
import { child, type MapNode } from './parse/tree';
import { listNames, reporter, type Report, quote } from './report';
import { checkRequired } from './check/check-required';
import { loadChain, readFromDisk, type LoadedChain, type LoadedFile, type ReadFile } from './resolve/load';
import { locator } from './resolve/locate';
import { applyVariant, mergeChain, without } from './resolve/resolve';
import { GRAMMAR } from './schema/grammar';
import { nearest } from './text/nearest';
import { byPlace, withoutRepeats } from './problems';

export interface CheckOptions {
  /** The file's text, where an editor holds one that is not saved. */
  readonly text?: string;
  /** The variant to apply; absent means the curriculum as it stands. */
  readonly variant?: string;
  /** Gives the files that are read, by absolute path; absent means the disk. */
  readonly read?: ReadFile;
}

/**
 * Reads a curriculum, with what it extends and one variant applied, and says everything that is wrong with it as
 * far as the text alone can tell. `file` is made absolute. Never throws for what a file says; the result holds a
 * curriculum even beside errors, so a caller must look at `problems` before it acts on one.
 */
export function checkCurriculum(file: string, options: CheckOptions = {}): CheckedCurriculum {
  return checkLoaded(load(file, options), options.variant);
}

/** What `checkAllVariants` finds; problems that several variants share are listed once. */
export interface CheckedVariants {
  /** The curriculum without a variant. */
  readonly base: CheckedCurriculum;
  readonly variants: ReadonlyMap<string, CheckedCurriculum>;
  /** All problems, each once, sorted by file and place; one that only a variant has says so in `related`. */
  readonly problems: readonly Problem[];
}

/** Checks the curriculum and each of its variants whole. Files are read and parsed once. */
export function checkAllVariants(file: string, options: Omit<CheckOptions, 'variant'> = {}): CheckedVariants {
  const loaded = load(file, options);
  const base = checkLoaded(loaded, undefined);
  const variants = new Map(base.variants.map((name) => [name, checkLoaded(loaded, name)]));
  const ownNames = [...variants].flatMap(([name, checked]) =>
    checked.problems.map((problem) => inVariant(problem, name, base.locate(['variants', name], 'key'))),
  );
  return {
    base,
    variants,
    problems: byPlace(withoutRepeats([...base.problems, ...ownNames]), base.files),
  };
}

const inVariant = (problem: Problem, name: string, place: Place): Problem => ({
  ...problem,
  related: [...(problem.related ?? []), { place, message: `in variant ${quote(name)}` }],
});

interface Loaded {
  readonly file: string;
  readonly chain: readonly LoadedFile[];
  readonly end: LoadedChain['end'];
  readonly problems: readonly Problem[];
  readonly root?: MapNode;
  /** Datasets that the curriculum or one of its variants uses. */
  readonly used: ReadonlySet<string>;
}

function load(file: string, options: CheckOptions): Loaded {
  const problems: Problem[] = [];
  const report = reporter(problems);
  const path = resolve(file);
  const { files: chain, end } = loadChain(path, options.text, options.read ?? readFromDisk, report);
  const root = mergeChain(chain, end === 'missing' ? withoutStages(withoutMissing(report)) : report);
  return {
    file: path,
    chain,
    end,
    problems,
    used: usedAnywhere(root),
    ...(root === undefined ? {} : { root }),
  };
}

/** What a file that `extends` could not load may have declared; its absence is the one problem. */
const MAY_BE_INHERITED: ReadonlySet<LanguageCode> = new Set([
  'SC113',
  'SC201',
  'SC202',
  'SC214',
  'SC215',
  'SC218',
  'SC223',
  'SC226',
]);

const withoutMissing =
  (report: Report): Report =>
  (code, span, message, extra) => {
    // A name that is nearly one of those known is a slip all the same.
    const isSlip = extra?.hint?.startsWith('Did you mean') === true;
    if (isSlip || !MAY_BE_INHERITED.has(code)) report(code, span, message, extra);
  };

/** Stages selected from a missing file are no mappings, and cannot be. */
const withoutStages =
  (report: Report): Report =>
  (code, ...rest) => {
    if (code !== 'SC111') report(code, ...rest);
  };

/** A variant that selects some stages leaves datasets aside, and one may be there for a variant alone. */
function usedAnywhere(root: MapNode | undefined): ReadonlySet<string> {
  if (root === undefined) return new Set();
  const patches = variantNames(root).flatMap((name) => {
    const patch = child(child(root, 'variants'), name);
    return patch === undefined ? [] : [applyVariant(root, name, patch, () => undefined)];
  });
  return new Set([root, ...patches].flatMap(usedDatasets));
}

function checkLoaded(loaded: Loaded, variant: string | undefined): CheckedCurriculum {
  const { chain, file, root } = loaded;
  const problems: Problem[] = [...loaded.problems];
  const report = loaded.end === 'missing' ? withoutMissing(reporter(problems)) : reporter(problems);
  const files = chain.map(({ source }) => ({ path: source.path, text: source.text }));
  const names = variantNames(root);
  const resolved = root && variant !== undefined ? withVariant(root, variant, report) : root;
  if (root !== undefined && variant === undefined) checkVariantStages(root, names, report);
  const done = (): readonly Problem[] => byPlace(withoutRepeats(problems), files);
  if (root === undefined || resolved === undefined) {
    return { problems: done(), variants: names, files, ...locator(root, file) };
  }
  const [own] = chain;
  const top = { source: own?.source ?? root.span.source, start: 0, end: 0 };
  checkRequired(GRAMMAR, without(resolved, ['variants']), top, (code, span, ...rest) => {
    // Of files that extend one another in a circle none can be the first, which would have all keys.
    if (loaded.end === 'complete' || span !== top) report(code, span, ...rest);
  });
  const curriculum = buildCurriculum(resolved, file, variant);
  checkMeaning({ root: resolved, curriculum, report, names, used: loaded.used });
  return { curriculum, problems: done(), variants: names, files, ...locator(resolved, file) };
}

/** Stages that no variant can name are wrong without any variant being chosen; the rest is each variant's own check. */
function checkVariantStages(root: MapNode, names: readonly string[], report: Report): void {
  for (const name of names) {
    const patch = child(child(root, 'variants'), name);
    if (patch === undefined) continue;
    applyVariant(root, name, patch, (code, span, message, extra) => {
      if (code !== 'SC216') report(code, span, message, extra);
    });
  }
}

function variantNames(root: MapNode | undefined): readonly string[] {
  const variants = child(root, 'variants');
  return variants?.kind === 'map' ? [...variants.entries.keys()] : [];
}

function withVariant(root: MapNode, name: string, report: Report): MapNode | undefined {
  const patch = child(child(root, 'variants'), name);
  if (patch !== undefined) return applyVariant(root, name, patch, report);
  const names = variantNames(root);
  const near = nearest(name, names);
  const at = root.entries.get('variants')?.keySpan ?? { source: root.span.source, start: 0, end: 0 };
  report('SC214', at, `There is no variant ${quote(name)}`, {
    hint:
      near !== undefined
        ? `Did you mean \`${near}\`?`
        : names.length === 0
          ? 'The curriculum has no `variants`.'
          : `Its variants are ${listNames(names)}.`,
  });
  return undefined;
}

/**
 * Where the piece [start, end) of an expression (or any text value) was written: offsets are UTF-16 units of the
 * value, as in `ExpressionProblem`.
 */
export const expressionRange = (
  checked: Pick<CheckedCurriculum, 'locateText'>,
  path: KeyPath,
  start: number,
  end: number,
): Place => checked.locateText(path, start, end);
