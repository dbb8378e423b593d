import type { ResultItem } from './types';

/** Makes ids unique within a model's data set: a repeated one gets `#2`, the next `#3`. */
export class UniqueIds {
  /** How many ids were repeated. */
  repeated = 0;
  /** The first id that was. */
  first: string | undefined;
  // Rows come data set by data set: the set of ids is looked up only where that changes, and keys stay short.
  private readonly sets = new Map<string, Set<string>>();
  private ids = new Set<string>();
  private model: string | undefined;
  private dataset: string | undefined;

  unique(item: ResultItem): ResultItem {
    const { model, dataset, row } = item;
    if (model !== this.model || dataset !== this.dataset) {
      const key = `${model}\0${dataset}`;
      this.ids = this.sets.get(key) ?? new Set();
      this.sets.set(key, this.ids);
      this.model = model;
      this.dataset = dataset;
    }
    const before = this.ids.size;
    this.ids.add(row);
    if (this.ids.size > before) return item;
    this.repeated += 1;
    this.first ??= row;
    let n = 2;
    while (this.ids.has(`${row}#${n}`)) n += 1;
    this.ids.add(`${row}#${n}`);
    return { ...item, row: `${row}#${n}` };
  }
}
