import { h, type ComponentChild, type ComponentChildren, type JSX } from 'preact';
import { FormulaView } from '../math/formula';
import type { Block } from './blocks';
import { MARK_KINDS, piecesOf, type Mark, type Piece } from './marks';
import { CODE, EMPHASIS, STRONG } from './segments';

export interface ProseParts {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly sentences: readonly { readonly start: number; readonly number: number }[];
  /** What is said of a claim to those who do not see its line: `false claim 2`. */
  readonly claimWords?: (id: number) => string;
}

const TAGS: Readonly<Record<Block['kind'], string>> = {
  paragraph: 'p',
  heading: 'h4',
  item: 'div',
  quote: 'blockquote',
  code: 'pre',
  table: 'pre',
  raw: 'div',
};

/** One block as elements: text is only ever text, marks lie around it. */
export function BlockView({
  block,
  parts,
}: {
  readonly block: Block;
  readonly parts: ProseParts;
}): JSX.Element {
  const within = (mark: { readonly start: number; readonly end: number }): boolean =>
    mark.start < block.end && mark.end > block.start;
  const pieces = piecesOf(
    block.segments,
    parts.marks.filter(within),
    parts.sentences.filter(({ start }) => start >= block.start && start < block.end),
  ).filter(({ segment, sentences }) => segment.kind !== 'hidden' || sentences.length > 0);
  const indent = block.kind === 'item' ? ` indent-${block.level}` : '';
  return h(TAGS[block.kind], { class: `block block-${block.kind}${indent}` }, nest(pieces, 0, parts));
}

/** Puts pieces into the marks that they share, outermost first. */
function nest(pieces: readonly Piece[], layer: number, parts: ProseParts): ComponentChildren {
  const kind = MARK_KINDS[layer];
  if (kind === undefined) return pieces.map((piece) => leaf(piece, parts.text));
  const groups: { readonly mark: Mark | undefined; readonly pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const mark = piece.marks.find((candidate) => candidate.kind === kind);
    const last = groups.at(-1);
    if (last?.mark === mark && last !== undefined) last.pieces.push(piece);
    else groups.push({ mark, pieces: [piece] });
  }
  return groups.map((group) => {
    const inside = nest(group.pieces, layer + 1, parts);
    const start = group.pieces[0]?.start ?? 0;
    const end = group.pieces.at(-1)?.end ?? 0;
    return group.mark === undefined
      ? inside
      : wrap(group.mark, inside, {
          key: start,
          first: start <= group.mark.start,
          last: end >= group.mark.end,
          parts,
        });
  });
}

interface Place {
  readonly key: number;
  /** A mark may go over several lines: its words are said where it begins and where it ends. */
  readonly first: boolean;
  readonly last: boolean;
  readonly parts: ProseParts;
}

function wrap(mark: Mark, inside: ComponentChildren, { key, first, last, parts }: Place): ComponentChild {
  switch (mark.kind) {
    case 'error':
      return (
        <span key={key} class="first-error" data-start={mark.start}>
          {first && (
            <span class="first-error-label">
              <span aria-hidden="true">▸ </span>first decisive error
            </span>
          )}
          {inside}
          {last && <span class="visually-hidden"> (end of the first decisive error)</span>}
        </span>
      );
    case 'claim': {
      const words = parts.claimWords?.(mark.id) ?? '';
      return (
        <mark
          key={key}
          class={`claim claim-${mark.verdict}`}
          data-claim={mark.id}
          {...(first
            ? { tabIndex: 0, 'aria-describedby': `claim-${mark.id}`, id: `claim-mark-${mark.id}` }
            : {})}
        >
          {first && (
            <>
              <span class="visually-hidden">[{words}: </span>
              <span class="claim-glyph" aria-hidden="true">
                {CLAIM_GLYPHS[mark.verdict]}
              </span>
            </>
          )}
          {inside}
          {last && <span class="visually-hidden">]</span>}
        </mark>
      );
    }
    case 'changed':
      return (
        <ins key={key} class="changed">
          {inside}
        </ins>
      );
    case 'hit':
      return (
        <mark key={key} class="hit">
          {inside}
        </mark>
      );
  }
}

/** Read without colour: a tick, a cross, a question mark. */
export const CLAIM_GLYPHS = { true: '✓', false: '✗', unverifiable: '?' } as const;

function leaf({ start, end, segment, sentences }: Piece, text: string): ComponentChild {
  const numbers = sentences.map((number) => (
    <span key={`n${number}`} class="sentence-number" data-sentence={number} aria-hidden="true">
      {number}
    </span>
  ));
  const { formula, style, kind } = segment;
  if (kind === 'hidden') return numbers;
  const source = text.slice(start, end);
  let content: ComponentChild =
    formula === undefined ? (
      source
    ) : (
      <FormulaView tex={text.slice(formula.from, formula.to)} source={source} display={formula.display} />
    );
  if (kind === 'marker') content = <span class="marker">{source.trim().replace(/^[-*+]$/, '•')} </span>;
  if ((style & CODE) !== 0) content = <code>{content}</code>;
  if ((style & EMPHASIS) !== 0) content = <em>{content}</em>;
  if ((style & STRONG) !== 0) content = <strong>{content}</strong>;
  return numbers.length === 0 ? content : [...numbers, content];
}
