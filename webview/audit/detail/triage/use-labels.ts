import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ItemDetail, ItemIndex, Label, TriageAnswer } from '../../../../src/protocol/audit';
import type { MonitorFailure } from '../../../../src/protocol/runs';
import { failureOf } from '../../../kit';
import type { DetailProps } from '../props';
import { give, NONE_GIVEN, refresh, rollBack, settle, storedLabel, type Given, type Mine } from './mine';

export interface Labels {
  readonly index: ItemIndex;
  /** What the annotator says of the item that is shown. */
  readonly mine: Mine;
  readonly progress: { readonly done: number; readonly of: number } | undefined;
  readonly failure: MonitorFailure | undefined;
  readonly canUndo: boolean;
  /** Said to whoever does not see it. */
  readonly said: string;
  readonly say: (mine: Mine) => void;
  readonly undo: () => void;
  /** To the next item without a label; `skip` leaves this one out from now on. */
  readonly next: (skip: boolean) => void;
  /** Whether the next item is being looked for: this one has been left. */
  readonly isSeeking: () => boolean;
  /** Tries the label again that could not be stored. */
  readonly retry: () => void;
}

/** One search for the next item goes past so many that were skipped. */
const MOST_SKIPPED = 500;

/** Labelling by one annotator: shown at once, stored behind it, taken back when that fails. */
export function useLabels(
  props: Pick<DetailProps, 'ask' | 'state' | 'onLabelled' | 'onSelect'>,
  detail: ItemDetail,
  annotator: string,
): Labels {
  const { ask, state, onLabelled, onSelect } = props;
  const { set, filter } = state;
  const sample = state.triage?.sample;
  const blind = state.triage?.blind === true;
  const [given, setGiven] = useState<Given>(NONE_GIVEN);
  const [failure, setFailure] = useState<MonitorFailure>();
  const [progress, setProgress] = useState<TriageAnswer>();
  const [said, setSaid] = useState('');
  const turn = useRef(0);
  const failed = useRef<() => void>(undefined);
  const latest = useRef(new Map<ItemIndex, number>());
  const skipped = useRef(new Set<ItemIndex>());
  const seeking = useRef(false);
  const triage = (after?: ItemIndex): Promise<TriageAnswer> =>
    ask('triage', {
      set,
      annotator,
      filter,
      ...(sample === undefined ? {} : { sample }),
      ...(after === undefined ? {} : { after }),
    });

  useLayoutEffect(() => {
    setGiven(NONE_GIVEN);
    skipped.current.clear();
  }, [set, annotator]);
  useLayoutEffect(() => setGiven((old) => refresh(old, detail.index)), [detail]);
  // An answer to an older question says nothing of the newer one.
  const asked = useRef(0);
  const count = (): void => {
    const mine = (asked.current += 1);
    triage().then(
      (answer) => {
        if (mine === asked.current) setProgress(answer);
      },
      () => setProgress(undefined),
    );
  };
  useEffect(count, [set, annotator, sample, JSON.stringify(filter)]);

  const mineOf = (index: ItemIndex): Mine =>
    given.labels.get(index)?.mine ??
    (index === detail.index ? storedLabel(detail, annotator) : { label: null });

  const store = (index: ItemIndex, mine: Mine, before: Mine, mayUndo: boolean): void => {
    const mineTurn = (turn.current += 1);
    latest.current.set(index, mineTurn);
    setFailure(undefined);
    setGiven((old) => {
      const next = give(old, index, mine, before, mineTurn);
      return mayUndo ? next : { ...next, past: old.past.slice(0, -1) };
    });
    if (mine.label !== before.label) onLabelled(index, mine.label);
    ask('label', {
      set,
      index,
      annotator,
      label: mine.label,
      ...(blind ? { blind } : {}),
      ...(mine.subtype === undefined || mine.label === null ? {} : { subtype: mine.subtype }),
      ...(mine.note === undefined || mine.note === '' ? {} : { note: mine.note }),
    }).then(
      () => {
        setGiven((old) => settle(old, index, mineTurn));
        count();
      },
      (error: unknown) => {
        // Only what nobody has changed since is taken back.
        if (latest.current.get(index) === mineTurn && mine.label !== before.label)
          onLabelled(index, before.label);
        setGiven((old) => rollBack(old, index, before, mineTurn));
        failed.current = () => store(index, mine, before, mayUndo);
        const { message, hint } = failureOf(error);
        setFailure({
          message: `The label could not be stored: ${message}`,
          ...(hint === undefined ? {} : { hint }),
        });
      },
    );
  };

  const next = async (skip: boolean): Promise<void> => {
    // What is chosen may be still on its way while the one before is to be seen.
    const here = state.selected ?? detail.index;
    if (skip) skipped.current.add(here);
    let after: ItemIndex | undefined = here;
    let wrapped = false;
    for (let i = 0; i < MOST_SKIPPED; i++) {
      const answer: TriageAnswer = await triage(after);
      setProgress(answer);
      if (answer.next === undefined) {
        // The end: once more from the beginning, for what lies before this item.
        if (wrapped) break;
        wrapped = true;
        after = undefined;
        continue;
      }
      if (answer.next !== here && !skipped.current.has(answer.next) && mineOf(answer.next).label === null) {
        setSaid('');
        onSelect(answer.next);
        return;
      }
      if (wrapped && answer.next === here) break;
      after = answer.next;
    }
    setSaid('Every item of this choice has your label or was skipped.');
  };

  const mine = mineOf(detail.index);
  return {
    index: detail.index,
    mine,
    progress,
    failure,
    said,
    canUndo: given.past.length > 0,
    say: (what) => store(detail.index, what, mine, true),
    undo: () => {
      const step = given.past.at(-1);
      if (step === undefined) return;
      store(step.index, step.before, mineOf(step.index), false);
      if (step.index !== detail.index) onSelect(step.index);
      const label: Label | null = step.before.label;
      setSaid(label === null ? 'Label taken back.' : 'Earlier label restored.');
    },
    isSeeking: () => seeking.current,
    next: (skip) => {
      // A second search would begin at the same item, and come to the same.
      if (seeking.current) return;
      seeking.current = true;
      next(skip)
        .catch((error: unknown) => {
          failed.current = undefined;
          setFailure(failureOf(error));
        })
        .finally(() => (seeking.current = false));
    },
    retry: () => {
      setFailure(undefined);
      failed.current?.();
    },
  };
}
