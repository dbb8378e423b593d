import { join } from 'node:path';
import {
  BASE_MODEL,
  KEEP_COLUMNS,
  LAST_RUN,
  listNames,
  NO_MODEL,
  QUESTION_KINDS,
  type Dataset,
  type KeepColumn,
  type MakeSource,
} from '../../language';
import { MADE_FILES, parseMadeManifest, recipeHash } from '../../make';
import type { HoverContext } from './context';
import { code, count, paragraphs } from './markdown';

/** The word that stands for a model without an endpoint; nothing for the name of one. */
export function modelWordHover({ curriculum }: HoverContext, text: string): string | undefined {
  if (text === NO_MODEL) return '**`none`**: nobody looks.';
  if (text !== BASE_MODEL || curriculum === undefined) return undefined;
  const { model } = curriculum;
  const name = model.kind === 'preset' ? model.name : model.kind === 'hub' ? model.id : model.path;
  return `**\`base\`**: ${code(name)} before training, asked on this machine by \`${curriculum.engine.name}\`.`;
}

export const kindHover = (text: string): string | undefined => {
  const known = Object.entries(QUESTION_KINDS).find(([name]) => name === text);
  return known === undefined
    ? `**${code(text)}**: a kind of your own, handed to the writer as it is.`
    : `**${code(text)}**: ${known[1]}`;
};

/** What a name of `keep` tells of an answer; nothing for a column of the rows. */
export function outcomeHover(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (!Object.hasOwn(KEEP_COLUMNS, lower)) return undefined;
  return `**\`${lower}\`**: ${KEEP_COLUMNS[lower as KeepColumn]} Unknown where there is no answer.`;
}

/** For which models a condition must hold. */
export function agreementWords(dataset: Dataset | undefined): string | undefined {
  const make = dataset?.made?.make;
  if (make === undefined || make.answer_with.length === 0) return undefined;
  const models = listNames(make.answer_with);
  if (make.answer_with.length === 1) return `For ${models}.`;
  const how = { all: 'For each of', any: 'For at least one of', most: 'For more than half of' };
  return `${how[make.agree]} ${models}.`;
}

/** What a dataset is made of, whether it was made, and what came of it. */
export async function madeWords(context: HoverContext, dataset: Dataset): Promise<string | undefined> {
  const { curriculum, known, patience } = context;
  const { made } = dataset;
  if (made === undefined || curriculum === undefined) return undefined;
  const rated = made.difficulty === undefined ? '' : `; pass rates by ${code(made.difficulty.by)}`;
  const head = `Made ${sourceWords(made.make.source)}${rated}.`;
  const reply = await patience.ask(known.text(join(made.to, MADE_FILES.manifest)));
  if (reply.state === 'later') return head;
  const read = reply.state === 'known' ? parseMadeManifest(reply.value) : undefined;
  if (read?.kind !== 'made') return paragraphs([head, '**Not made yet.**']);
  const { rows, recipe } = read.manifest;
  const all = Object.entries(rows).map(([split, number]) => `${count(number)} \`${split}\``);
  return paragraphs([
    head,
    `Rows: ${all.join(', ')}.`,
    recipe === recipeHash(curriculum, dataset) ? undefined : '**Made by another recipe than this.**',
  ]);
}

function sourceWords(source: MakeSource): string {
  switch (source.kind) {
    case 'captions':
      return `from the captions of ${code(source.file.text)}`;
    case 'datasets':
      return `from ${listNames(source.ids)}`;
    case 'own':
      return `from ${code(source.train.text)}`;
    case 'failures':
      return `from the failures of ${source.of === LAST_RUN ? 'the newest run' : code(source.of)}`;
  }
}
