import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ItemDetail } from '../../../../src/protocol/audit';
import { asRead, Icon, Part } from '../../../kit';
import { Outcome } from '../parts/outcome';
import { outcomeOf } from '../parts/words';
import { hitsOf } from '../text/marks';
import { Reading } from '../text/reading';
import { differing, letterOf, markedOptions, placeAmong } from './options';
import './answer.css';

interface QuestionProps {
  readonly detail: ItemDetail;
  readonly search: string;
  readonly raw: boolean;
}

/** What was asked, its options, and the answer beside the right one. */
export function Question({ detail, search, raw }: QuestionProps): JSX.Element {
  const question = asRead(detail.question);
  const marks = useMemo(() => hitsOf(question, search), [question, search]);
  return (
    <>
      <Part title="Question" class="question">
        <Reading text={question} marks={marks} raw={raw} wrap label="Question" />
        <Options detail={detail} />
      </Part>
      <Part title="Answer">
        <Answer detail={detail} />
      </Part>
      {detail.caption !== undefined && detail.caption !== '' && (
        <details class="detail-fold">
          <summary>Reference description of the image</summary>
          <Reading text={detail.caption} marks={[]} raw={raw} wrap label="Reference description" />
        </details>
      )}
    </>
  );
}

/** Longer lists are cut: no benchmark asks to choose among more. */
const MOST = 52;

function Options({ detail }: { readonly detail: ItemDetail }): JSX.Element | null {
  const { options, gold, goldText, extracted } = detail;
  if (options.length === 0) return null;
  return (
    <ol class="options" aria-label="Options">
      {markedOptions(options.slice(0, MOST), gold, goldText, extracted).map((option) => (
        <li
          key={option.letter}
          class={`option ${option.gold ? 'option-gold' : ''} ${option.chosen && !option.gold ? 'option-wrong' : ''}`}
        >
          <span class="option-letter">{option.letter}</span>
          <span class="option-text">{option.text}</span>
          {(option.gold || option.chosen) && (
            <span class="option-words">
              <Icon name={option.gold ? 'check' : 'close'} />
              {option.gold ? (option.chosen ? 'right, and chosen' : 'right') : 'chosen'}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function Answer({ detail }: { readonly detail: ItemDetail }): JSX.Element {
  const { gold, goldText, extracted, correct, tool, options } = detail;
  const differs = extracted !== undefined && correct !== true && extracted !== gold;
  // Of a choice the option's words are compared with words, its letter with a letter.
  const place = placeAmong(options, gold);
  const byLetter = extracted !== undefined && /^\(?[A-Za-z]\)?\.?$/.test(extracted.trim());
  const goldWords = byLetter || goldText === '' ? gold : goldText;
  const goldLetter = place !== -1 && goldWords !== letterOf(place) ? letterOf(place) : undefined;
  const goldOption = place !== -1 && goldWords === gold && goldText !== gold ? goldText : undefined;
  return (
    <>
      <dl class="answers">
        <div>
          <dt>Gold</dt>
          <dd class="answer-text">
            {gold === '' ? (
              <span class="muted">(none given)</span>
            ) : (
              <>
                {goldLetter !== undefined && <span class="muted">{goldLetter}. </span>}
                <Compared text={goldWords} other={differs ? extracted : undefined} />
                {goldOption !== undefined && <span class="muted"> {goldOption.slice(0, 400)}</span>}
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Taken from the response</dt>
          <dd class="answer-text">
            {extracted === undefined || extracted === '' ? (
              <span class="muted">(no answer found)</span>
            ) : (
              <Compared text={extracted} other={differs ? goldWords : undefined} />
            )}
          </dd>
        </div>
        <div>
          <dt>Graded</dt>
          <dd>
            <Outcome correct={correct} />
          </dd>
        </div>
      </dl>
      {tool !== undefined && tool.correct !== correct && (
        <p class="tool-differs" role="note">
          <Icon name="warning" /> The program that made these results graded it {outcomeOf(tool.correct).word}{' '}
          ({tool.by}).
        </p>
      )}
    </>
  );
}

/** Where two short answers differ is marked; very long or wholly different ones are only shown. */
function Compared({
  text,
  other,
}: {
  readonly text: string;
  readonly other: string | undefined;
}): JSX.Element {
  const cut = text.length > 400 ? `${text.slice(0, 400)}…` : text;
  if (other === undefined || text.length > 400) return <>{cut}</>;
  const [before, own, after] = differing(text, other);
  return own === '' || before + after === '' ? (
    <>{text}</>
  ) : (
    <>
      {before}
      <mark class="differs">{own}</mark>
      {after}
    </>
  );
}
