import { useEffect, useRef, useState } from 'preact/hooks';
import type { HandDecision, MadeItem } from '../../../src/protocol/made';
import { asRead, Badge, Button, failureOf, Icon, KeyList, Part, Viewer, type ImageAdvice } from '../../kit';
import { SPLIT_TITLES, STEP_TITLES } from '../parts/titles';
import { useModel } from '../state/context';
import { Answers } from './answers';
import { HandBar } from './hand-bar';
import { ALL_KEYS } from './keys';
import { Options } from './options';
import { Rollouts } from './rollouts';
import { Same } from './same';
import { Said } from './said';
import { useKeys } from './use-keys';

const IMAGE_ADVICE: ImageAdvice = {
  missing: 'Put the file where the recipe says, or mend `images` in the recipe, and make the dataset again.',
  outside: 'Open its folder in this workspace, or trust the workspace.',
  broken:
    'The file may be gone, damaged, or of a kind that browsers do not show. Convert it to PNG and make the dataset again.',
};

/** The parts of a question, and the keys that work on all of it. */
export function Item({ item }: { readonly item: MadeItem }) {
  const { cursor, say, state } = useModel();
  const [fullScreen, setFullScreen] = useState(false);
  const [keys, setKeys] = useState(false);
  const [said, setSaid] = useState('');
  const note = useRef<HTMLInputElement>(null);
  useEffect(() => setSaid(''), [item.index]);

  // For a moment the question that was left is still to be seen: a key then is meant for neither.
  const isChosen = (): boolean => {
    const { selected } = state.get();
    return !cursor.isMoving() && (selected === undefined || selected === item.index);
  };
  const decide = (decision: HandDecision | null): void => {
    const typed = note.current?.value.trim() ?? '';
    say(item.index, decision, decision === null || typed === '' ? undefined : typed).then(
      () =>
        setSaid(
          decision === null
            ? 'Taken back.'
            : `${decision === 'keep' ? 'Kept' : 'Dropped'} by hand: counts when the dataset is made again.`,
        ),
      (error: unknown) => setSaid(`Not stored: ${failureOf(error).message}`),
    );
  };
  useKeys((command) => {
    switch (command) {
      case 'keep':
      case 'drop':
        if (isChosen()) decide(command);
        return;
      case 'undo':
        if (!isChosen()) return;
        if (item.hand === undefined) setSaid('Nothing was said of it by hand.');
        else decide(null);
        return;
      case 'note':
        note.current?.focus();
        return;
      case 'view':
        setFullScreen(!fullScreen && item.images.length > 0);
        return;
      case 'next':
        cursor.move(1);
        return;
      case 'previous':
        cursor.move(-1);
        return;
      case 'keys':
        setKeys(true);
        return;
    }
  });
  const question = asRead(item.question);
  return (
    <>
      <ItemHeader item={item} onKeys={() => setKeys(true)} />
      <HandBar
        item={item}
        note={note}
        onDecide={decide}
        onNoteAlone={() => setSaid('The note is stored when you keep ( k ) or drop ( d ) the question.')}
        said={said}
      />
      <div class="detail-columns">
        <div class="detail-left">
          {question === '' && item.images.length === 0 ? null : (
            <Viewer
              pictures={item.images}
              item={item.index}
              fullScreen={fullScreen}
              onFullScreen={setFullScreen}
              advice={IMAGE_ADVICE}
            />
          )}
          {item.caption === undefined ? null : (
            <Part title="Caption">
              <Said text={item.caption} />
            </Part>
          )}
        </div>
        <div class="detail-right">
          <Part title="Question">
            {question === '' ? (
              <p class="muted">Nothing is left of it but the reason above.</p>
            ) : (
              <>
                <p class="made-asked">{question}</p>
                <Options options={item.options} answer={item.answer} />
              </>
            )}
          </Part>
          {item.same === undefined ? null : <Same same={item.same} onChoose={cursor.choose} />}
          {item.answers.length === 0 ? null : (
            <Part title="Answers">
              <Answers key={item.index} answers={item.answers} />
            </Part>
          )}
          {item.predictions === undefined && item.rate === undefined ? null : (
            <Part title="Pass rate">
              <Rollouts item={item} />
            </Part>
          )}
          {item.written === undefined ? null : (
            <details class="detail-fold">
              <summary>Written by {item.written.model}: prompt and reply</summary>
              <h4>Prompt</h4>
              <Said text={item.written.prompt} />
              <h4>Reply</h4>
              <Said text={item.written.reply} />
            </details>
          )}
        </div>
      </div>
      {keys && <KeyList keys={ALL_KEYS} onClose={() => setKeys(false)} />}
    </>
  );
}

function ItemHeader({ item, onKeys }: { readonly item: MadeItem; readonly onKeys: () => void }) {
  const [copied, setCopied] = useState('');
  useEffect(() => setCopied(''), [item.index]);
  const copy = (): void => {
    navigator.clipboard.writeText(item.id).then(
      () => setCopied('Id copied.'),
      () => setCopied('The id could not be copied: the editor did not allow it.'),
    );
  };
  const { kept, step, reason, detail, split, kind, capability, source } = item;
  return (
    <header class="detail-header">
      <div class="detail-title">
        <h2 tabIndex={-1}>
          <span class={`made-decision ${kept ? 'kept' : 'dropped'}`}>
            <Icon name={kept ? 'pass' : 'circle-slash'} /> {kept ? 'Kept' : 'Dropped'}
          </span>
          <span class="detail-row">{item.id}</span>
        </h2>
        <div class="detail-actions">
          <Button appearance="icon" label="Copy id" onClick={copy}>
            <Icon name="copy" />
          </Button>
          <Button appearance="icon" label="Keys (?)" onClick={onKeys}>
            <Icon name="info" />
          </Button>
        </div>
      </div>
      {kept || reason === undefined ? null : (
        <p class="made-reason">
          {step === undefined ? null : <strong>{STEP_TITLES[step]}: </strong>}
          {reason}
          {detail === undefined ? null : <span class="muted"> ({detail})</span>}
        </p>
      )}
      <p class="detail-facts">
        {split === undefined ? null : <Badge>{SPLIT_TITLES[split]}</Badge>}
        {kind === undefined ? null : <span>{kind}</span>}
        {capability === undefined ? null : <span>{capability}</span>}
        <span>source {source}</span>
      </p>
      <p class="detail-said muted" role="status">
        {copied}
      </p>
    </header>
  );
}
