import { memo } from 'preact/compat';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formulasIn, sentencesOf } from '../../../../src/protocol/audit';
import { blocksOf, rawBlocksOf } from './blocks';
import { chunksOf, type Chunk } from './chunks';
import type { Mark } from './marks';
import { BlockView, type ProseParts } from './prose';

export interface ReadingProps {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly raw: boolean;
  readonly wrap: boolean;
  /** Sentences are numbered. */
  readonly numbered?: boolean;
  readonly claimWords?: (id: number) => string;
  readonly label: string;
  /** Goes to a place in the text; another `count` goes there again. */
  readonly goTo?: { readonly offset: number; readonly selector: string; readonly count: number } | undefined;
}

/** A text of a model, however long: its first screens at once, the rest while the page is idle. */
export function Reading(props: ReadingProps): JSX.Element {
  const { text, marks, raw, wrap, numbered = false, claimWords, goTo, label } = props;
  const box = useRef<HTMLDivElement>(null);
  const found = useMemo(() => formulasIn(text), [text]);
  const chunks = useMemo(() => chunksOf(raw ? rawBlocksOf(text) : blocksOf(text, found)), [text, raw]);
  const sentences = useMemo(
    () => (numbered ? sentencesOf(text, found).map(({ start }, i) => ({ start, number: i + 1 })) : []),
    [text, numbered],
  );
  const target = goTo === undefined ? -1 : chunks.findIndex(({ end }) => end > goTo.offset);
  const drawn = useGrowing(chunks.length, text);
  const parts = useMemo(
    () => partsOf(chunks, { text, marks, sentences, ...(claimWords === undefined ? {} : { claimWords }) }),
    [chunks, text, marks, sentences, claimWords],
  );
  useLayoutEffect(() => {
    if (goTo === undefined) return;
    const element = box.current?.querySelector<HTMLElement>(goTo.selector);
    if (element === null || element === undefined) return;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    if (element.tabIndex === 0) element.focus({ preventScroll: true });
  }, [goTo]);
  if (text === '') return <p class="muted">(empty)</p>;
  return (
    <div
      ref={box}
      class={`reading ${raw ? 'reading-raw' : 'reading-set'} ${wrap ? '' : 'reading-unwrapped'}`}
      role="group"
      aria-label={label}
    >
      {chunks.map((chunk, i) =>
        i < drawn || i === target ? (
          <ChunkView key={chunk.start} chunk={chunk} parts={parts[i] ?? NOTHING} />
        ) : (
          <div key={chunk.start} class="chunk" style={{ height: `${chunk.height}px` }} />
        ),
      )}
    </div>
  );
}

const NOTHING: ProseParts = { text: '', marks: [], sentences: [] };

/** What lies in each chunk, so that a block looks only through its own. */
function partsOf(chunks: readonly Chunk[], all: ProseParts): readonly ProseParts[] {
  let sentence = 0;
  return chunks.map(({ start, end }) => {
    const first = sentence;
    while (sentence < all.sentences.length && (all.sentences[sentence]?.start ?? Infinity) < end)
      sentence += 1;
    return {
      ...all,
      marks: all.marks.filter((mark) => mark.start < end && mark.end > start),
      sentences: all.sentences.slice(first, sentence),
    };
  });
}

/** Chunks that are drawn at once. */
const FIRST = 1;

/** How many chunks are drawn: the first at once, then more each time that the page is idle. */
function useGrowing(count: number, text: string): number {
  const [state, setState] = useState({ text, drawn: FIRST });
  const drawn = state.text === text ? state.drawn : FIRST;
  useEffect(() => {
    if (drawn >= count) return undefined;
    const handle = requestIdleCallback(() => setState({ text, drawn: drawn + 2 }), { timeout: 500 });
    return () => cancelIdleCallback(handle);
  }, [drawn, count, text]);
  return drawn;
}

const ChunkView = memo(function ChunkView({
  chunk,
  parts,
}: {
  readonly chunk: Chunk;
  readonly parts: ProseParts;
}): JSX.Element {
  const single = chunk.start === 0 && parts.text.length === chunk.end;
  return (
    <div
      class={single ? 'chunk' : 'chunk chunk-apart'}
      style={single ? {} : { containIntrinsicSize: `auto ${chunk.height}px` }}
    >
      {chunk.blocks.map((block) => (
        <BlockView key={block.start} block={block} parts={parts} />
      ))}
    </div>
  );
});
