import { CompletionItemKind } from 'vscode-languageserver-types';
import { resolveSettings } from '../../../language';
import type { Context, Draft } from '../context';
import { stageOf } from '../names';
import { place } from '../snippet';

/** Steps offered of one stage. */
const MOST_STEPS = 12;

/** `best`, `last`, and the steps at which the stage before saves, once it is planned. */
export function checkpointItems(context: Context): readonly Draft[] {
  const before = stageBefore(context);
  const of = before === undefined ? 'the stage before' : `\`${before}\``;
  return [
    {
      label: 'best',
      kind: CompletionItemKind.EnumMember,
      doc: `The checkpoint of ${of} that validated best.`,
      group: 0,
    },
    { label: 'last', kind: CompletionItemKind.EnumMember, doc: `The last checkpoint of ${of}.`, group: 0 },
    ...steps(context, before),
    {
      label: 'step N',
      filter: 'step',
      kind: CompletionItemKind.Snippet,
      snippet: `step ${place(1, '100')}`,
      doc: `The checkpoint of ${of} at this step.`,
      group: 2,
    },
  ];
}

function stageBefore({ cursor, curriculum, ...rest }: Context): string | undefined {
  const from = cursor.beside.get('from');
  if (from !== undefined && from !== '') return from === 'base' ? undefined : from;
  const own = stageOf({ cursor, curriculum, ...rest });
  const index = curriculum?.stages.findIndex(({ id }) => id === own) ?? -1;
  return index > 0 ? curriculum?.stages[index - 1]?.id : undefined;
}

function steps({ curriculum, known, snapshot }: Context, before: string | undefined): readonly Draft[] {
  const stage = curriculum?.stages.find(({ id }) => id === before);
  const total = known.stages(snapshot.uri, curriculum?.variant)?.find(({ id }) => id === before)?.steps;
  if (stage === undefined || curriculum === undefined || total === undefined) return [];
  const every = resolveSettings(curriculum.defaults, stage.settings).save_every ?? total;
  const saved = new Set<number>();
  for (let step = every; step < total && saved.size < MOST_STEPS; step += every) saved.add(step);
  saved.add(total);
  return [...saved].map((step) => ({
    label: `step ${step}`,
    kind: CompletionItemKind.EnumMember,
    detail: step === total ? `the last of \`${stage.id}\`` : `of \`${stage.id}\``,
    group: 1,
  }));
}
