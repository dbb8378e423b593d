import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ItemChange, ItemDetail } from '../../../../src/protocol/audit';
import { Badge, Button, changesFrom, formatCount, Part } from '../../../kit';
import { Outcome } from '../parts/outcome';
import { METHOD_TITLES, verdictTitle } from '../parts/words';
import type { Mark } from '../text/marks';
import { Reading } from '../text/reading';
import type { TextView } from '../trace/trace';
import './beside.css';

interface BesideProps {
  readonly detail: ItemDetail;
  readonly view: TextView;
  readonly hidden: boolean;
  readonly titles: { readonly first: string; readonly second: string } | undefined;
}

const CHANGES: Readonly<Record<ItemChange, string>> = {
  fixed: 'fixed: wrong there, right here',
  broken: 'broken: right there, wrong here',
  'still wrong': 'still wrong in both',
  'still right': 'right in both',
};

/** The same item in two audits: what each answered, and on demand which words are new. */
export function Beside({ detail, view, hidden, titles }: BesideProps): JSX.Element | null {
  const [differences, setDifferences] = useState(false);
  const { other, response } = detail;
  const text = other?.response ?? '';
  const marks = useMemo(
    () =>
      differences
        ? { here: changedMarks(text, response), there: changedMarks(response, text) }
        : { here: [], there: [] },
    [differences, text, response],
  );
  if (other === undefined) return null;
  return (
    <Part
      title="Side by side"
      tools={
        <>
          {detail.change !== undefined && <Badge>{CHANGES[detail.change]}</Badge>}
          <Button pressed={differences} onClick={() => setDifferences(!differences)}>
            Words that differ
          </Button>
        </>
      }
    >
      <div class="beside">
        <Side
          title={titles?.second ?? 'The other audit'}
          correct={other.correct}
          extracted={other.extracted}
          length={other.length}
          verdicts={hidden ? [] : other.verdicts}
          text={text}
          marks={marks.there}
          view={view}
        />
        <Side
          title={titles?.first ?? 'This audit'}
          correct={detail.correct}
          extracted={detail.extracted}
          length={detail.length}
          verdicts={hidden ? [] : detail.verdicts}
          text={response}
          marks={marks.here}
          view={view}
        />
      </div>
    </Part>
  );
}

/** Words of a text that another does not have in the same order, as marks. */
function changedMarks(before: string, text: string): readonly Mark[] {
  let at = 0;
  return changesFrom(before, text).flatMap((piece) => {
    const start = at;
    at += piece.text.length;
    return piece.isNew ? [{ kind: 'changed', start, end: at } as const] : [];
  });
}

interface SideProps {
  readonly title: string;
  readonly correct: boolean | null;
  readonly extracted: string | undefined;
  readonly length: number;
  readonly verdicts: ItemDetail['verdicts'];
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly view: TextView;
}

const Side = ({ title, correct, extracted, length, verdicts, text, marks, view }: SideProps): JSX.Element => (
  <section aria-label={title}>
    <h4 class="beside-title">{title}</h4>
    <p class="beside-head">
      <Outcome correct={correct} />
      {extracted !== undefined && <code>{extracted.slice(0, 200)}</code>}
      <span class="muted numeric">{formatCount(length)} tokens</span>
      {verdicts.map((verdict, i) => (
        <span key={i} class="muted">
          {METHOD_TITLES[verdict.method]}: {verdictTitle(verdict)}
        </span>
      ))}
    </p>
    <Reading text={text} marks={marks} {...view} label={`Response in ${title}`} />
  </section>
);
