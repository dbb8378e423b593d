import { resolve } from 'node:path';
import type { Place, Problem } from '../../protocol';
import type { LanguageCode } from '../codes';
import type { CheckedCurriculum } from '../model';
import { checkMeaning, usedDatasets } from '../meaning';
import { buildCurriculum } from '../meaning/build';
import { newShared, type Shared } from '../meaning/shared';
import { child, type MapNode } from '../parse/tree';
import { listNames, reporter, type Report, quote } from '../report';
import { checkRequired } from './check-required';
import { loadChain, readFromDisk, type LoadedChain, type LoadedFile, type ReadFile } from '../resolve/load';
import type { LoadMemory } from '../resolve/load-memory';
import { locator } from '../resolve/locate';
import { applyVariant, mergeChain, without } from '../resolve/resolve';
import { GRAMMAR } from '../schema/grammar';
import { nearest } from '../text/nearest';
import { byPlace, withoutRepeats } from '../problems';

/** What `checkAllVariants` finds; problems that several variants share are listed once. */
export interface CheckedVariants {
  /** The curriculum without a variant. */
  readonly base: CheckedCurriculum;
  readonly variants: ReadonlyMap<string, CheckedCurriculum>;
  /** All problems, each once, sorted by file and place; one that only a variant has says so in `related`. */
  readonly problems: readonly Problem[];
}

/** Checks the curriculum and each of its variants whole. */
export function checkAll(loaded: Loaded): CheckedVariants {
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

/** A file with what it extends, before any variant. */
export interface Loaded {
  readonly file: string;
  readonly chain: readonly LoadedFile[];
  readonly end: LoadedChain['end'];
  readonly problems: readonly Problem[];
  readonly root?: MapNode;
  /** Datasets that the curriculum or one of its variants uses. */
  readonly used: ReadonlySet<string>;
  /** What one variant makes of nodes for the others. */
  readonly shared: Shared;
}

/** Reads a file and those it extends, and lays them over one another; `file` is made absolute. */
export function load(
  file: string,
  options: { readonly text?: string; readonly read?: ReadFile; readonly memory?: LoadMemory },
): Loaded {
  const problems: Problem[] = [];
  const report = reporter(problems);
  const path = resolve(file);
  const { files: chain, end } = loadChain(path, options.text, {
    read: options.read ?? readFromDisk,
    report,
    ...(options.memory === undefined ? {} : { memory: options.memory }),
  });
  const root = mergeChain(chain, end === 'missing' ? withoutStages(withoutMissing(report)) : report);
  return {
    file: path,
    chain,
    end,
    problems,
    used: usedAnywhere(root),
    shared: newShared(options.memory?.lasting),
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
  'SC260',
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
  return usedDatasets([root, ...patches]);
}

/** Checks the curriculum as it stands, or with one variant. */
export function checkLoaded(loaded: Loaded, variant: string | undefined): CheckedCurriculum {
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
  const curriculum = buildCurriculum(resolved, file, variant, loaded.shared);
  checkMeaning({ root: resolved, curriculum, report, names, used: loaded.used, shared: loaded.shared });
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
