import { isRight, type RunSummary, type StageDetail, type StageSample } from '../../../src/protocol/runs';

/** Which samples a list shows. */
export interface SampleFilter {
  readonly stage?: string;
  readonly search: string;
  readonly outcome?: 'right' | 'wrong';
}

export const isFiltered = ({ stage, search, outcome }: SampleFilter): boolean =>
  stage !== undefined || search.trim() !== '' || outcome !== undefined;

export interface Outcome {
  readonly kind: 'right' | 'wrong' | 'unknown';
  readonly word: string;
}

const OUTCOMES: Readonly<Record<Outcome['kind'], string>> = {
  right: 'right',
  wrong: 'wrong',
  unknown: 'no score',
};

/** What the reward says of a sample, as a word. */
export function outcomeOf({ sample }: StageSample): Outcome {
  const right = isRight(sample);
  const kind = right === undefined ? 'unknown' : right ? 'right' : 'wrong';
  return { kind, word: OUTCOMES[kind] };
}

/** One line of a text, short enough for a list: its last words, where an answer stands, when it does not fit. */
export function gist(response: string, length = 46): string {
  const line = response
    .slice(-4 * length)
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (line === '') return response.trim() === '' ? '(empty response)' : line;
  return line.length > length || response.length > 4 * length ? `…${line.slice(-length)}` : line;
}

/** Why there is nothing to show, and what to do. */
export function emptyWords(
  state: RunSummary['state'],
  stages: readonly StageDetail[],
  filter: SampleFilter,
): { readonly title: string; readonly text: string } {
  if (isFiltered(filter))
    return { title: 'No sample matches', text: 'Choose another stage, or clear the search and the filter.' };
  const started = stages.some(({ attempts }) => attempts > 0);
  switch (state) {
    case 'queued':
      return {
        title: 'No samples yet',
        text: 'The run is waiting for its turn. Samples come with its first steps.',
      };
    case 'running':
      return {
        title: 'No samples yet',
        text: 'They appear here as the engine writes them, usually after its first step. If none come during a whole stage, this engine writes none.',
      };
    case 'done':
    case 'stopped':
    case 'failed':
    case 'interrupted':
      return started
        ? {
            title: 'This run has no samples',
            text: 'Its engine wrote none, or the run ended before its first step. The curves and the log tell what it did.',
          }
        : { title: 'This run has no samples', text: 'None of its stages was started.' };
    case 'unreadable':
      return { title: 'Samples cannot be read', text: 'The run folder cannot be read.' };
  }
}

/** Only what the editor has made an address of can be shown; a bare path is told instead. */
export const isShowable = (image: string): boolean =>
  /^(?:https?|vscode-[\w-]+|blob):|^data:image\//.test(image);

/** The last part of a path or an address, for a person. */
export function imageName(image: string): string {
  const name = image.split(/[/\\]/).at(-1)?.split(/[?#]/)[0] ?? image;
  try {
    return decodeURIComponent(name).slice(0, 120);
  } catch {
    return name.slice(0, 120);
  }
}
