import { LABELS, LABEL_NAMES, type Label, type ShortVerdict } from '../../protocol';
import { exclusionCode, labelCode, labelName } from './codes';

/** All subtypes of all labels: a verdict's is kept as its place here, from 1. */
const SUBTYPES: readonly string[] = [...new Set(LABEL_NAMES.flatMap((name) => [...LABELS[name].subtypes]))];

/** Verdicts of one method by item: their labels, and where in the method's file their evidence is. */
export class VerdictColumn {
  readonly labels: Uint8Array;
  private readonly subtypes: Uint8Array;
  /** Allocated with the first verdict that comes from a line. */
  private places: { readonly offsets: Float64Array; readonly lengths: Uint32Array } | undefined;

  /** Codes of exclusions; see `exclusionCode`. */
  readonly excluded: Uint8Array;

  constructor(private readonly rows: number) {
    this.excluded = new Uint8Array(rows);
    this.labels = new Uint8Array(rows);
    this.subtypes = new Uint8Array(rows);
  }

  set(
    index: number,
    verdict:
      | { readonly label: Label; readonly subtype?: string | undefined; readonly evidence?: unknown }
      | undefined,
    place?: { readonly offset: number; readonly length: number },
  ): void {
    this.labels[index] = verdict === undefined ? 0 : labelCode(verdict.label);
    this.subtypes[index] = verdict?.subtype === undefined ? 0 : SUBTYPES.indexOf(verdict.subtype) + 1;
    this.excluded[index] = exclusionCode(verdict?.evidence);
    if (place === undefined) return;
    this.places ??= { offsets: new Float64Array(this.rows), lengths: new Uint32Array(this.rows) };
    this.places.offsets[index] = place.offset;
    this.places.lengths[index] = place.length;
  }

  clear(): void {
    this.labels.fill(0);
    this.subtypes.fill(0);
    this.excluded.fill(0);
    this.places = undefined;
  }

  get(index: number): Omit<ShortVerdict, 'method'> | undefined {
    const label = labelName(this.labels[index] ?? 0);
    if (label === undefined) return undefined;
    const subtype = SUBTYPES[(this.subtypes[index] ?? 0) - 1];
    return { label, ...(subtype === undefined ? {} : { subtype }) };
  }

  place(index: number): { readonly offset: number; readonly length: number } | undefined {
    const length = this.places?.lengths[index] ?? 0;
    return length === 0 ? undefined : { offset: this.places?.offsets[index] ?? 0, length };
  }
}
