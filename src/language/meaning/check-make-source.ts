import { child, isBroken, isEmpty, type MapNode } from '../parse/tree';
import { listNames, quote } from '../report';
import { nearest } from '../text/nearest';
import type { MadeEntry } from './check-make';
import { written, type MeaningContext } from './context';
import { textsOf } from './read';
import { parseDataRef, pathFault } from './references';

const SOURCES = ['captions', 'from', 'failures'] as const;

/** Keys of `make` that only one kind of source gives a meaning. */
const OF_SOURCE: Readonly<Record<string, (typeof SOURCES)[number]>> = {
  columns: 'captions',
  images: 'captions',
  questions: 'captions',
  label: 'failures',
};

/** What a dataset is made of: exactly one of captions, other datasets and failures, and all that is said of it. */
export function checkMakeSource(context: MeaningContext, one: MadeEntry, make: MapNode): void {
  const { report } = context;
  const given = SOURCES.filter((key) => {
    const node = child(make, key);
    return node !== undefined && !isEmpty(node);
  });
  const key = one.entry.value.kind === 'map' ? one.entry.value.entries.get('make')?.keySpan : undefined;
  const [first, second] = given;
  // A key without a value is reported, and says what is meant.
  if (first === undefined && !SOURCES.some((name) => make.entries.has(name))) {
    report('SC260', key ?? make.span, '`make` does not say what the rows are made of', {
      hint: 'Write `captions: FILE`, `from: DATASET` or `failures: last`.',
    });
  }
  const extra = second === undefined ? undefined : make.entries.get(second);
  if (first !== undefined && extra !== undefined) {
    report('SC260', extra.keySpan, `The rows are made of \`${first}\` already`, {
      hint: `Remove \`${first}\` or \`${second ?? ''}\`: a dataset is made of one of them, and another can be merged in with \`from\`.`,
    });
  }
  if (first !== undefined) checkIdle(context, one, make, first);
  checkCaptions(context, make);
  checkFrom(context, one, make);
}

/** SC224: what says nothing for this kind of source. */
function checkIdle({ report }: MeaningContext, { entry }: MadeEntry, make: MapNode, source: string): void {
  for (const [key, needs] of Object.entries(OF_SOURCE)) {
    const idle = make.entries.get(key);
    if (idle === undefined || needs === source) continue;
    report('SC224', idle.keySpan, `\`${key}\` says nothing beside \`${source}\`: it is about \`${needs}\``, {
      hint: `Remove \`${key}\`.`,
    });
  }
  const train = entry.value.kind === 'map' ? entry.value.entries.get('train') : undefined;
  if (train === undefined || isEmpty(train.value) || isBroken(train.value)) return;
  report('SC224', train.keySpan, '`train` says nothing beside `make`: the rows are made', {
    hint: 'Remove `train`; to make rows of it, declare it as a dataset of its own and name that in `from`.',
  });
}

function checkCaptions({ report }: MeaningContext, make: MapNode): void {
  for (const key of ['captions', 'images', 'to', 'failures']) {
    const one = written(make, key);
    const fault = one && pathFault(one.text);
    if (one === undefined || fault === undefined) continue;
    report(
      'SC225',
      one.node.span,
      `${quote(one.text)} is not a ${key === 'captions' ? 'file' : 'folder'}: ${fault}`,
      {
        hint: 'Write a path from the folder of this file, or an absolute one.',
      },
    );
  }
  const captions = written(make, 'captions');
  if (captions === undefined || pathFault(captions.text) !== undefined) return;
  const ref = parseDataRef({ file: captions.node.span.source.path }, captions.text);
  if (ref?.kind === 'file') return;
  report('SC217', captions.node.span, `${quote(captions.text)} is not a file of captions`, {
    hint:
      ref === undefined
        ? 'A file ends in .jsonl, .json, .csv or .parquet.'
        : `Captions are read from this machine: download \`${ref.id}\` and name its .parquet or .jsonl file.`,
  });
}

/** SC201, SC228, SC261: datasets that are not there, are listed twice, or are made of this one. */
function checkFrom(context: MeaningContext, { id }: MadeEntry, make: MapNode): void {
  const { root, report } = context;
  const datasets = child(root, 'datasets');
  if (datasets?.kind !== 'map') return;
  const names = [...datasets.entries.keys()];
  const seen = new Set<string>();
  for (const { node, text } of textsOf(child(make, 'from'))) {
    if (seen.has(text)) {
      report('SC228', node.span, `Dataset ${quote(text)} is listed twice`, { hint: 'Remove one of them.' });
      continue;
    }
    seen.add(text);
    if (!names.includes(text)) {
      const near = nearest(
        text,
        names.filter((name) => name !== id),
      );
      report('SC201', node.span, `Unknown dataset ${quote(text)}`, {
        hint:
          near === undefined ? `Declared are ${listNames(names.slice(0, 12))}.` : `Did you mean \`${near}\`?`,
      });
      continue;
    }
    const cycle = cycleThrough(datasets, id, text);
    if (cycle === undefined) continue;
    report(
      'SC261',
      node.span,
      cycle.length === 1
        ? `Dataset ${quote(id)} is made from itself`
        : `Datasets are made from one another: ${[...cycle, id].map(quote).join(' from ')}`,
      { hint: 'Let one of them be made from `captions`, or have a `train` file of its own.' },
    );
  }
}

/** Ids on the way from a dataset over one of its sources back to it; nothing when there is no way. */
function cycleThrough(datasets: MapNode, id: string, first: string): readonly string[] | undefined {
  const before = new Map<string, string>([[first, id]]);
  const pending = [first];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    if (at === id) break;
    for (const { text } of textsOf(child(child(datasets.entries.get(at)?.value, 'make'), 'from'))) {
      if (before.has(text)) continue;
      before.set(text, at);
      pending.push(text);
    }
  }
  if (!before.has(id)) return first === id ? [id] : undefined;
  const path: string[] = [];
  for (let at = before.get(id); at !== undefined && at !== id; at = before.get(at)) path.unshift(at);
  return [id, ...path];
}
