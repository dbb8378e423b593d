import { basename } from 'node:path';
import { isLocalHost } from '../language';
import type { ModelChoice } from '../protocol';
import { AnswerCache } from './cache/store';
import { Client, type Answerer } from './client';
import { editorAnswerer } from './editor';
import { EndpointError } from './error';
import { ImageShelf } from './images/shelf';
import { Limits } from './limits';
import { Server } from './server';
import type { ChatClient, ChatOptions } from './types';

const CONCURRENCY = 8;
const TIMEOUT = 300;

/**
 * Opens a model: nothing is sent before it is asked. Throws an `EndpointError` when what is written of it cannot be
 * asked at all.
 */
export function openChat(model: ModelChoice, options: ChatOptions): ChatClient {
  const notes = new Set<string>();
  const onNote = (words: string): void => {
    if (notes.has(words)) return;
    notes.add(words);
    options.onNote?.(words);
  };
  const limits = new Limits({ ...options, concurrency: options.concurrency ?? CONCURRENCY });
  const shelf = new ImageShelf((file, { shrunk }) => {
    onNote(
      `${basename(file)} is too large to be sent and was made smaller, to ${shrunk?.width ?? 0} x ${shrunk?.height ?? 0} pixels.`,
    );
  });
  const retry: { count?: () => void } = {};
  const answerer = answererOf(model, options, { limits, shelf, onNote, onRetry: () => retry.count?.() });
  const client = new Client({
    model,
    answerer,
    shelf,
    onNote,
    ...(options.cache === undefined ? {} : { cache: new AnswerCache(options.cache) }),
    ...(options.price === undefined ? {} : { price: options.price }),
  });
  retry.count = () => client.retried();
  return client;
}

interface Shared {
  readonly limits: Limits;
  readonly shelf: ImageShelf;
  readonly onNote: (words: string) => void;
  readonly onRetry: () => void;
}

function answererOf(model: ModelChoice, options: ChatOptions, shared: Shared): Answerer {
  const { api, url, key } = model;
  switch (api) {
    case 'editor':
      if (options.editor !== undefined) return editorAnswerer(model, options.editor, shared.limits);
      throw new EndpointError(
        'setup',
        `${model.title} is one of the editor’s own models: only the editor can ask it.`,
        'Choose an endpoint under `models`.',
      );
    case 'embedded':
      throw new EndpointError(
        'setup',
        'The embedded model answers its arms at the end of its run; it is no endpoint.',
        'Audit the run itself, or choose an endpoint under `models`.',
      );
    case 'openai':
    case 'anthropic': {
      if (url === undefined || !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
        throw new EndpointError(
          'setup',
          `The address of ${model.title} is not one of a server.`,
          'Write `url: http://127.0.0.1:8000/v1` or the like.',
        );
      }
      if (key !== undefined && url.startsWith('http:') && !isLocalHost(new URL(url))) {
        shared.onNote(`The key of ${model.title} travels unencrypted: its address begins with http://.`);
      }
      return new Server({
        ...shared,
        model: { ...model, api, url },
        key: () => (key === undefined ? undefined : options.keys(key)),
        timeout: (options.timeout ?? TIMEOUT) * 1_000,
      });
    }
  }
}
