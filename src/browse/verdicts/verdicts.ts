import { join } from 'node:path';

import { parseHumanLabel, parseVerdictLine, shownLabel } from '../../audit';
import { AUDIT_METHOD_NAMES, type HumanLabel, type ShortVerdict } from '../../protocol';
import { SET_FILES } from '../../results';
import type { KeyIndex } from '../store/key-index';
import type { LabelColumns } from './codes';
import { LineTail, readLineAt } from './tail';
import { VerdictColumn } from './verdict-column';

/** Methods whose verdicts are lines of a file of their own, the last line of an item counting. */
const FILED = ['counterfactual', 'judge'] as const;
type Filed = (typeof FILED)[number];

/** What has been said of a set's items by each method, kept up with the files as they grow. */
export class SetVerdicts {
  private readonly columns: Readonly<Record<Filed | 'human', VerdictColumn>>;
  private readonly tails: Readonly<Record<Filed | 'human', LineTail>>;
  /** What each annotator said last of an item; people label thousands, not millions. */
  private readonly said = new Map<number, HumanLabel[]>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    dir: string,
    rows: number,
    /** Made when a file of verdicts has something to read. */
    private readonly keys: () => Promise<KeyIndex>,
  ) {
    const column = (): VerdictColumn => new VerdictColumn(rows);
    this.columns = { counterfactual: column(), judge: column(), human: column() };
    this.tails = {
      counterfactual: new LineTail(join(dir, SET_FILES.counterfactual)),
      judge: new LineTail(join(dir, SET_FILES.judge)),
      human: new LineTail(join(dir, SET_FILES.labels)),
    };
  }

  get labels(): LabelColumns {
    const { counterfactual, judge, human } = this.columns;
    return { counterfactual: counterfactual.labels, judge: judge.labels, human: human.labels };
  }

  /** Why the arms' verdict on each item is left out of their shares; see `exclusionCode`. */
  get excluded(): Uint8Array {
    return this.columns.counterfactual.excluded;
  }

  /** Reads what the files have more by now; whether anything changed. One reading at a time. */
  refresh(): Promise<boolean> {
    const done = this.turn.then(async () => {
      let changed = false;
      for (const method of FILED) changed = (await this.readFiled(method)) || changed;
      return (await this.readHuman()) || changed;
    });
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Verdicts of an item, in the order of the methods. */
  of(index: number): readonly ShortVerdict[] {
    return AUDIT_METHOD_NAMES.flatMap((method) => {
      const verdict = this.columns[method].get(index);
      return verdict === undefined ? [] : [{ method, ...verdict }];
    });
  }

  /** What each annotator said last of an item. */
  people(index: number): readonly HumanLabel[] {
    return this.said.get(index) ?? [];
  }

  /** What changes whenever a method's file has been read further. */
  stamp(method: Filed): string {
    return this.tails[method].stamp;
  }

  /** The line of a method's verdict on an item, as it stands in the file. */
  async line(method: Filed, index: number): Promise<string | undefined> {
    const place = this.columns[method].place(index);
    if (place === undefined) return undefined;
    return readLineAt(this.tails[method].file, place.offset, place.length);
  }

  private async readFiled(method: Filed): Promise<boolean> {
    const column = this.columns[method];
    const tail = this.tails[method];
    if (!(await tail.hasNews())) return false;
    const keys = await this.keys();
    return tail.read(
      ({ text, offset, length }) => {
        const verdict = parseVerdictLine(method, text);
        if (verdict === undefined) return;
        const index = keys.find(verdict.dataset, verdict.row);
        if (index >= 0) column.set(index, verdict, { offset, length });
      },
      () => column.clear(),
    );
  }

  private async readHuman(): Promise<boolean> {
    if (!(await this.tails.human.hasNews())) return false;
    const keys = await this.keys();
    return this.tails.human.read(
      ({ text }) => {
        const label = parseHumanLabel(text);
        const index = label === undefined ? -1 : keys.find(label.dataset, label.row);
        if (label === undefined || index < 0) return;
        const others = this.people(index).filter(({ annotator }) => annotator !== label.annotator);
        const all = label.label === null ? others : [...others, label];
        if (all.length === 0) this.said.delete(index);
        else this.said.set(index, [...all]);
        this.columns.human.set(index, shownLabel(all));
      },
      () => {
        this.said.clear();
        this.columns.human.clear();
      },
    );
  }
}
