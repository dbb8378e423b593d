import { join } from 'node:path';
import { environmentKeys, limitsOf, modelsOf, openChat, type ChatClient, type Price } from '../endpoints';
import { checkCurriculum, type Curriculum } from '../language';
import type { ModelChoice } from '../protocol';
import { UsageError, UserError } from './command';
import type { Terminal } from './terminal';
import type { Workspace } from './workspace';

/** Options that say which model is asked. */
export const CHAT_OPTIONS = {
  model: {
    type: 'string',
    value: 'NAME',
    doc: 'Model to ask: a name under `models` of the curriculum, or with --url the server’s name of it.',
  },
  url: {
    type: 'string',
    value: 'URL',
    doc: 'Address of a server, in place of one that the curriculum names.',
  },
  api: {
    type: 'string',
    value: 'API',
    doc: 'How the server is spoken to: `openai` (default) or `anthropic`.',
  },
  key: {
    type: 'string',
    value: 'ENV',
    doc: 'Environment variable that holds the key (its name, not the key).',
  },
  file: {
    type: 'string',
    value: 'FILE',
    doc: 'Curriculum whose `models` are meant (default: that of the run).',
  },
} as const;

export interface ChosenModel {
  readonly choice: ModelChoice;
  readonly client: ChatClient;
  readonly price?: Price;
}

/**
 * Opens the model that the options choose; the caller closes its client. Nothing is sent yet. Answers are kept in the
 * workspace's cache, so that what was paid for once is not asked again.
 */
export function openChosen(
  options: { readonly [K in keyof typeof CHAT_OPTIONS]?: string },
  run: Curriculum | undefined,
  workspace: Workspace,
  terminal: Terminal,
): ChosenModel {
  const curriculum = options.file === undefined ? run : curriculumAt(options.file);
  const { choice, limits } = choose(options, curriculum);
  const client = openChat(choice, {
    ...limits,
    keys: environmentKeys(process.env),
    cache: join(workspace.cache, 'chat'),
    onNote: (words) => terminal.err(words),
  });
  return { choice, client, ...(limits.price === undefined ? {} : { price: limits.price }) };
}

function choose(
  { model, url, api, key }: { readonly [K in keyof typeof CHAT_OPTIONS]?: string },
  curriculum: Curriculum | undefined,
): { readonly choice: ModelChoice; readonly limits: ReturnType<typeof limitsOf> } {
  if (url !== undefined) {
    if (model === undefined)
      throw new UsageError('`--url` needs `--model`, the name by which the server knows the model');
    if (api !== undefined && api !== 'openai' && api !== 'anthropic')
      throw new UsageError('`--api` is `openai` or `anthropic`');
    const choice: ModelChoice = {
      id: model,
      title: model,
      api: api ?? 'openai',
      url,
      model,
      ...(key === undefined ? {} : { key }),
    };
    return { choice, limits: {} };
  }
  const models = curriculum === undefined ? [] : modelsOf(curriculum);
  const name = model ?? curriculum?.audit?.judge;
  const choice = models.find(({ id }) => id === name);
  if (choice !== undefined && curriculum !== undefined)
    return { choice, limits: limitsOf(curriculum, choice.id) };
  const known = models.map(({ id }) => id).join(', ');
  throw new UserError(
    name === undefined
      ? 'It is not said which model to ask'
      : `There is no model \`${name}\` in the curriculum`,
    known === ''
      ? 'give --url and --model, or --file with a curriculum that declares `models`'
      : `its models are ${known}`,
  );
}

function curriculumAt(file: string): Curriculum {
  const { curriculum } = checkCurriculum(file);
  if (curriculum === undefined)
    throw new UserError(`${file} cannot be read as a curriculum`, '`stagecraft check` says why');
  return curriculum;
}
