import { appendLabel, currentLabels, itemKey, readVerdicts, stratifiedSample } from '../../audit';
import { LABEL_NAMES, LABELS, type HumanLabel, type Label } from '../../protocol';
import { pictureOf, readItems, type IndexedItem } from '../../results';
import type { Terminal } from '../terminal';
import { cardText } from './card';

export interface TriageOptions {
  readonly annotator: string;
  readonly blind: boolean;
  readonly sample?: number;
}

export interface TriageOutcome {
  readonly given: number;
  readonly done: number;
  readonly of: number;
}

const BY_KEY: ReadonlyMap<string, Label> = new Map(LABEL_NAMES.map((name) => [LABELS[name].key, name]));
const QUIT: ReadonlySet<string> = new Set(['q', '\u0003', '\u0004']);

/**
 * Shows failures one after the other and takes a key for each: a label, `u` for the one before, `s` to skip, `q` to
 * quit. Each label is written at once. `keys` gives one key after the other and ends with the input.
 */
export async function triage(
  dir: string,
  options: TriageOptions,
  keys: AsyncIterator<string>,
  terminal: Terminal,
): Promise<TriageOutcome> {
  const { annotator, blind } = options;
  const verdicts = await readVerdicts(dir);
  const own = new Map<string, Label>();
  for (const [key, of] of currentLabels(verdicts.labels)) {
    const label = of.get(annotator)?.label;
    if (label !== undefined) own.set(key, label);
  }
  const items = await itemsToLabel(dir, options.sample, verdicts);
  const before: { readonly at: number; readonly label: Label | undefined }[] = [];
  let given = 0;
  const next = (from: number): number => items.findIndex(({ key }, i) => i >= from && !own.has(key));
  const done = (): number => items.filter(({ key }) => own.has(key)).length;
  const outcome = (): TriageOutcome => ({ given, done: done(), of: items.length });
  let at = next(0);
  while (at >= 0) {
    const { key, index } = items[at] ?? { key: '', index: -1 };
    const item = await itemAt(dir, index);
    if (item === undefined) return outcome();
    const said = own.get(key);
    terminal.out(
      `\n${cardText(
        {
          item,
          pictures: await picturesOf(dir, item),
          others: blind ? [] : verdicts.shortOf(key).filter(({ method }) => method !== 'human'),
          done: done(),
          of: items.length,
          ...(said === undefined ? {} : { own: said }),
        },
        terminal.width,
        terminal.style,
      )}`,
    );
    const pressed = await usefulKey(keys);
    if (pressed === undefined || QUIT.has(pressed)) return outcome();
    const label = BY_KEY.get(pressed);
    if (label !== undefined) {
      before.push({ at, label: said });
      await appendLabel(dir, labelOf(item, label, options));
      own.set(key, label);
      given += 1;
      terminal.out(`→ ${LABELS[label].title}`);
      at = next(at + 1);
      if (at < 0) at = next(0);
    } else if (pressed === 'u') {
      const last = before.pop();
      const undone = last === undefined ? undefined : items[last.at];
      if (last === undefined || undone === undefined) {
        terminal.out('Nothing to undo.');
        continue;
      }
      const old = await itemAt(dir, undone.index);
      if (old !== undefined) await appendLabel(dir, labelOf(old, last.label ?? null, options));
      if (last.label === undefined) own.delete(undone.key);
      else own.set(undone.key, last.label);
      given -= 1;
      terminal.out('Taken back.');
      at = last.at;
    } else {
      const ahead = next(at + 1);
      // Skipped ones come again when all others are done; a last one cannot be skipped for itself.
      const other = ahead >= 0 ? ahead : next(0);
      if (other === at) {
        terminal.out('This is the last one.');
        return outcome();
      }
      at = other;
    }
  }
  return outcome();
}

/** The failures in the order of labelling: a stratified sample by data set and what a method says, or all of them. */
async function itemsToLabel(
  dir: string,
  sample: number | undefined,
  verdicts: Awaited<ReturnType<typeof readVerdicts>>,
): Promise<readonly { readonly key: string; readonly index: number }[]> {
  const failures: { readonly key: string; readonly index: number; readonly stratum: string }[] = [];
  for await (const item of readItems(dir, { where: 'correct = false' })) {
    const key = itemKey(item);
    const label = (verdicts.judge.get(key) ?? verdicts.counterfactual.get(key))?.label ?? 'none';
    failures.push({ key, index: item.index, stratum: `${item.dataset}\0${label}` });
  }
  if (sample === undefined) return failures;
  return stratifiedSample(
    failures.map(({ stratum }) => stratum),
    sample,
  ).flatMap((at) => failures[at] ?? []);
}

async function itemAt(dir: string, index: number): Promise<IndexedItem | undefined> {
  for await (const item of readItems(dir, { indices: [index] })) return item;
  return undefined;
}

async function picturesOf(dir: string, { images }: IndexedItem): Promise<readonly string[]> {
  const found: string[] = [];
  for (const location of images.slice(0, 8)) {
    const picture = await pictureOf(dir, location);
    found.push('file' in picture ? picture.file : picture.missing);
  }
  return found;
}

function labelOf(item: IndexedItem, label: Label | null, { annotator, blind }: TriageOptions): HumanLabel {
  const { row, dataset } = item;
  return { row, dataset, label, annotator, at: new Date().toISOString(), ...(blind ? { blind } : {}) };
}

async function usefulKey(keys: AsyncIterator<string>): Promise<string | undefined> {
  for (let next = await keys.next(); next.done !== true; next = await keys.next()) {
    const key = next.value.toLowerCase();
    if (BY_KEY.has(key) || QUIT.has(key) || key === 'u' || key === 's') return key;
  }
  return undefined;
}
