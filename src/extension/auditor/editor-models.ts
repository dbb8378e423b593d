import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ChatReply, ChatRequest, ModelChoice } from '../../protocol';
import { Refusal } from '../refusal';

/** An image of more bytes is not sent: no model of an editor takes it. */
const MOST_IMAGE_BYTES = 20_000_000;
/** Milliseconds that one answer may take. */
const PATIENCE_MS = 180_000;
/** Milliseconds that the list of models may take. */
const LIST_MS = 2000;

const MIME: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
};

/** How a part with an image is made: editors have it since 1.104, and the types of the oldest one that we take do not. */
interface ImageParts {
  image(data: Uint8Array, mime: string): vscode.LanguageModelTextPart;
}

/** The maker of image parts of this editor; absent in one that shows its models no images. */
function imageParts(): ImageParts | undefined {
  const made: unknown = (vscode as unknown as Readonly<Record<string, unknown>>).LanguageModelDataPart;
  return typeof made === 'function' && 'image' in made && typeof made.image === 'function'
    ? (made as unknown as ImageParts)
    : undefined;
}

/** The editor's own language models; none in an editor without any, or where they are turned off. */
export async function editorModels(): Promise<readonly ModelChoice[]> {
  const models = (vscode as { readonly lm?: typeof vscode.lm }).lm;
  if (models === undefined) return [];
  const found = await Promise.race([
    models.selectChatModels().then(
      (list) => list,
      () => [],
    ),
    // An editor whose models are turned off may never answer.
    sleep(LIST_MS, []),
  ]);
  return found.map((model) => ({
    id: `editor:${model.vendor}/${model.id}`,
    title: model.name,
    api: 'editor' as const,
    model: model.id,
    // What a model takes is not told by every editor; where none can be shown an image, none takes any.
    ...(imageParts() === undefined ? { images: false } : {}),
  }));
}

/** Asks a language model of the editor, answer by answer. Throws a `Refusal` with the reason in the user's words. */
export async function askEditorModel(id: string, request: ChatRequest): Promise<ChatReply> {
  const [model] = await vscode.lm.selectChatModels({ id });
  if (model === undefined)
    throw new Refusal(vscode.l10n.t('The editor has no language model {0} any more.', id));
  const messages = await messagesOf(request);
  const answers: { readonly text: string; readonly truncated: boolean }[] = [];
  let input = 0;
  let output = 0;
  for (let answer = 0; answer < (request.n ?? 1); answer += 1) {
    const text = await oneAnswer(model, messages, request);
    answers.push({ text, truncated: false });
    input += await tokens(model, messages);
    output += await tokens(model, [text]);
  }
  return { answers, tokens: { input, output }, cached: false };
}

async function oneAnswer(
  model: vscode.LanguageModelChat,
  messages: vscode.LanguageModelChatMessage[],
  { maxTokens, temperature, topP }: ChatRequest,
): Promise<string> {
  const patience = new vscode.CancellationTokenSource();
  const late = setTimeout(() => patience.cancel(), PATIENCE_MS);
  try {
    const reply = await model.sendRequest(
      messages,
      {
        justification: vscode.l10n.t('Stagecraft asks it why answers of a model are wrong.'),
        modelOptions: {
          max_tokens: maxTokens,
          temperature,
          ...(topP === undefined ? {} : { top_p: topP }),
        },
      },
      patience.token,
    );
    let text = '';
    for await (const piece of reply.text) text += piece;
    return text;
  } catch (error) {
    throw refused(error, model.name);
  } finally {
    clearTimeout(late);
    patience.dispose();
  }
}

/** Tokens as the model counts them; 0 where it does not. */
async function tokens(
  model: vscode.LanguageModelChat,
  texts: readonly (string | vscode.LanguageModelChatMessage)[],
): Promise<number> {
  const counts = await Promise.all(
    texts.map((text) =>
      model.countTokens(text).then(
        (n) => n,
        () => 0,
      ),
    ),
  );
  return counts.reduce((sum, n) => sum + n, 0);
}

function refused(error: unknown, name: string): Refusal {
  const { l10n } = vscode;
  if (error instanceof vscode.LanguageModelError)
    switch (error.code) {
      case vscode.LanguageModelError.NoPermissions.name:
        return new Refusal(
          l10n.t('The editor was not allowed to show {0} to Stagecraft: allow it, or choose another.', name),
        );
      case vscode.LanguageModelError.Blocked.name:
        return new Refusal(l10n.t('{0} takes no more requests now: its limit is reached.', name));
      case vscode.LanguageModelError.NotFound.name:
        return new Refusal(l10n.t('The editor has no language model {0} any more.', name));
    }
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal(l10n.t('{0} has not answered: {1}', name, reason));
}

/** Messages as the editor takes them: it knows no system, so that what the system says comes first, as the user's. */
async function messagesOf({ messages, schema }: ChatRequest): Promise<vscode.LanguageModelChatMessage[]> {
  const made: vscode.LanguageModelChatMessage[] = [];
  for (const { role, parts } of messages) {
    const content: vscode.LanguageModelTextPart[] = [];
    for (const part of parts)
      content.push(
        part.type === 'text' ? new vscode.LanguageModelTextPart(part.text) : await imageOf(part.file),
      );
    made.push(
      role === 'assistant'
        ? vscode.LanguageModelChatMessage.Assistant(content)
        : vscode.LanguageModelChatMessage.User(content),
    );
  }
  if (schema !== undefined)
    made.push(
      vscode.LanguageModelChatMessage.User(
        `Answer with one JSON object and nothing else. It must follow this JSON Schema: ${JSON.stringify(schema.schema)}`,
      ),
    );
  return made;
}

async function imageOf(file: string): Promise<vscode.LanguageModelTextPart> {
  const { l10n } = vscode;
  const parts = imageParts();
  if (parts === undefined)
    throw new Refusal(l10n.t('This editor shows its language models no images: choose another model.'));
  const mime = MIME[extname(file).toLowerCase()];
  if (mime === undefined) throw new Refusal(l10n.t('{0} is no image that a language model takes.', file));
  const { size } = await stat(file);
  if (size > MOST_IMAGE_BYTES)
    throw new Refusal(
      l10n.t('{0} has {1} MB: too large for a language model.', file, Math.round(size / 1e6)),
    );
  return parts.image(await readFile(file), mime);
}
