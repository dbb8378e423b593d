import { l10n, window } from 'vscode';
import type { MakeEstimate, MakePlan } from '../../protocol';
import { plainText } from '../run-list/plain';

/** What a user decides who was told what a make costs; nothing when they leave. */
export type Agreement =
  { readonly kind: 'make' } | { readonly kind: 'resume'; readonly dir: string } | undefined;

/** A modal message has room for so many lines. */
const MOST_LINES = 16;

/** Says what a make will ask of whom and what that costs, and what should be known before; begins only after a yes. */
export async function agreed(
  name: string,
  { problems, endpoints, resumable }: MakePlan,
  chosen: readonly MakeEstimate[],
): Promise<Agreement> {
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const lines = [
    ...chosen.flatMap((estimate) => estimateLines(estimate, chosen.length > 1)),
    ...endpoints.map(endpointLine),
    ...warnings.map(({ message }) => `• ${plainText(message)}`),
    ...(resumable === undefined ? [] : [plainText(resumable.words)]),
  ];
  const begin = l10n.t('Make');
  const resume = resumable && l10n.t('Resume {0} Instead', plainText(resumable.id, 60));
  const sends = endpoints.some(({ url }) => url !== undefined);
  const pressed = await window.showWarningMessage(
    sends
      ? l10n.t('Make {0}? Images, captions and questions are sent to the models below.', name)
      : l10n.t('Make {0}? Everything is asked on this machine.', name),
    { modal: true, detail: cut(lines).join('\n') },
    begin,
    ...(resume === undefined ? [] : [resume]),
  );
  if (pressed === begin) return { kind: 'make' };
  return pressed !== undefined && pressed === resume && resumable !== undefined
    ? { kind: 'resume', dir: resumable.dir }
    : undefined;
}

function estimateLines({ dataset, made, words }: MakeEstimate, named: boolean): readonly string[] {
  const before =
    made === 'fresh'
      ? [l10n.t('It was made by this recipe before; what is cached costs nothing.')]
      : made === 'stale'
        ? [l10n.t('The recipe has changed since it was made: its files will be replaced.')]
        : [];
  const lines = [...words, ...before].map((line) => plainText(line));
  return named ? [`${plainText(dataset, 80)}:`, ...lines] : lines;
}

/** What a model is called is anybody's words: where it is, and which key goes there, tell whom it belongs to. */
function endpointLine({ name, model, url, key }: MakePlan['endpoints'][number]): string {
  const parts = [
    plainText(model, 80),
    url === undefined ? l10n.t('on this machine') : hostOf(url),
    key === undefined ? '' : l10n.t('the key {0} is sent there', plainText(key, 100)),
  ];
  return `${plainText(name, 80)}: ${parts.filter(Boolean).join(' · ')}`;
}

function hostOf(url: string): string {
  try {
    return plainText(new URL(url).host, 200);
  } catch {
    return plainText(url, 200);
  }
}

const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), l10n.t('and {0} more', lines.length - MOST_LINES)];
