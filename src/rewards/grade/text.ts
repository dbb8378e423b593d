const DRESS = /\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|boxed)\b|[{}$*"“”]|\\[,;!: ()[\]]/g;

/**
 * A plain-text answer folded for comparison: NFKC, lower case, one space, without LaTeX dress, leading article or
 * final punctuation. One letter keeps its case, since `A` and `a` may name two things.
 */
export function foldText(answer: string): string {
  const plain = answer.replace(DRESS, ' ').normalize('NFKC').split(/\s+/).filter(Boolean).join(' ');
  const trimmed = plain.replace(/[.,;:!?]{1,4}$/, '').trim();
  if (trimmed.length <= 1) return trimmed;
  return trimmed.toLowerCase().replace(/^(?:a|an|the) (?=\S)/, '');
}

/** `yes` of "Yes, there are two": the polarity when an answer opens with one and does not name the other. */
export function polarity(folded: string): 'yes' | 'no' | undefined {
  const words = folded.split(/[^a-z]+/, 40);
  const first = words[0];
  if (first === 'yes' || first === 'true')
    return words.includes('no') || words.includes('false') ? undefined : 'yes';
  if (first === 'no' || first === 'false')
    return words.includes('yes') || words.includes('true') ? undefined : 'no';
  return undefined;
}
