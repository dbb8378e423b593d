import { join } from 'node:path';
import { isLabel, LABELS, type HumanLabel, type Label } from '../../protocol';
import { SET_FILES } from '../../results';
import { AuditError } from '../error';
import { itemKey } from '../items';
import { appendLines } from '../verdicts/append';
import { placedLines, recordOf } from '../verdicts/line-places';

/** The annotator whose word ends a disagreement of the others. */
export const ADJUDICATED = 'adjudicated';

/** Appends a label to the set's `labels.jsonl`; rejects with an `AuditError` when it is none of the taxonomy. */
export async function appendLabel(dir: string, label: HumanLabel): Promise<void> {
  await appendLabels(dir, [label]);
}

/** Appends several labels at once: all of them, or none when one is wrong. */
export async function appendLabels(dir: string, labels: readonly HumanLabel[]): Promise<void> {
  for (const label of labels) {
    const fault = labelFault(label);
    if (fault !== undefined)
      throw new AuditError(
        `This is no label: ${fault}.`,
        'The labels are those of `LABELS`: PERC, REAS, KNOW, QREAD, FORMAT, EXTRACT, ANNOT, REFUSE, UNSURE.',
      );
  }
  await appendLines(join(dir, SET_FILES.labels), labels);
}

/** All lines of `labels.jsonl` that are labels, in the order in which they were given. */
export async function readLabels(dir: string): Promise<readonly HumanLabel[]> {
  const labels: HumanLabel[] = [];
  for await (const { text } of placedLines(join(dir, SET_FILES.labels))) {
    const label = parseHumanLabel(text);
    if (label !== undefined) labels.push(label);
  }
  return labels;
}

/** A line of `labels.jsonl`; `undefined` for what is torn or strange. */
export function parseHumanLabel(text: string): HumanLabel | undefined {
  const value = recordOf(text);
  return value === undefined || labelFault(value) !== undefined
    ? undefined
    : (value as unknown as HumanLabel);
}

/** A label as a line of `labels.jsonl`, with its line end. */
export const labelLine = (label: HumanLabel): string => `${JSON.stringify(label)}\n`;

/** What is wrong with a label; `undefined`: nothing. */
export function labelFault(value: { readonly [K in keyof HumanLabel]?: unknown }): string | undefined {
  const { row, dataset, label, subtype, note, annotator, at, blind } = value;
  if (typeof row !== 'string' || typeof dataset !== 'string') return 'it names no row and data set';
  if (typeof annotator !== 'string' || annotator.trim() === '') return 'it names no annotator';
  if (typeof at !== 'string' || !Number.isFinite(Date.parse(at))) return 'it has no time';
  if (label !== null && !isLabel(label))
    return `\`${typeof label === 'string' ? label.slice(0, 40) : 'no text'}\` is no label`;
  if (subtype !== undefined && !isSubtype(label, subtype)) return 'its subtype is none of its label';
  if (note !== undefined && typeof note !== 'string') return 'its note is no text';
  return blind === undefined || typeof blind === 'boolean' ? undefined : '`blind` is not true or false';
}

const isSubtype = (label: unknown, subtype: unknown): boolean =>
  isLabel(label) && (LABELS[label].subtypes as readonly unknown[]).includes(subtype);

/** What each annotator says of each item now: the last line counts, and null takes back. */
export function currentLabels(
  labels: readonly HumanLabel[],
): ReadonlyMap<string, ReadonlyMap<string, HumanLabel & { readonly label: Label }>> {
  const items = new Map<string, Map<string, HumanLabel & { readonly label: Label }>>();
  for (const line of labels) {
    const key = itemKey(line);
    const of = items.get(key) ?? new Map<string, HumanLabel & { readonly label: Label }>();
    const { label } = line;
    // Taken out first: the last to speak stands last.
    of.delete(line.annotator);
    if (label !== null) of.set(line.annotator, { ...line, label });
    if (of.size > 0) items.set(key, of);
    else items.delete(key);
  }
  return items;
}

/** What a list shows of one item's lines: see `consensus`; `undefined` when all has been taken back. */
export function shownLabel(
  labels: readonly HumanLabel[],
): { readonly label: Label; readonly subtype?: string } | undefined {
  const [of] = currentLabels(labels).values();
  return of === undefined ? undefined : consensus(of);
}

/** What people say of an item together: the adjudicated label, else the one they share, else UNSURE. */
export function consensus(
  of: ReadonlyMap<string, HumanLabel & { readonly label: Label }>,
): (HumanLabel & { readonly label: Label }) | undefined {
  const all = [...of.values()];
  const last = of.get(ADJUDICATED) ?? all.at(-1);
  if (last === undefined || of.has(ADJUDICATED)) return last;
  if (all.every(({ label }) => label === last.label)) {
    const { subtype, ...rest } = last;
    const shared = all.every((one) => one.subtype === subtype);
    return shared && subtype !== undefined ? last : rest;
  }
  const { subtype: _, ...rest } = last;
  const said = all.map(({ annotator, label }) => `${annotator}: ${label}`).join(', ');
  return {
    ...rest,
    label: 'UNSURE',
    annotator: all.map(({ annotator }) => annotator).join(', '),
    note: said,
  };
}
