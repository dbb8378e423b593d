import { join } from 'node:path';

import { Refusal, type AttributeRequest, type AuditResult, type ImportRequest } from '../../protocol';
import type { JobNews } from '../jobs/jobs';
import type { SetStore } from '../store/set-store';
import type { ExportWork } from '../write/export';
import type { Session } from './session';

const NOTHING: JobNews = { done: 0, requests: 0, cached: 0, failed: 0, tokens: { input: 0, output: 0 } };

/** Begins an import into a watched workspace; at its end the set, or the first of several, is told. */
export function importResults(session: Session, request: ImportRequest): AuditResult<'import'> {
  session.mustWatch(request.root);
  const job = session.jobs.start(
    { key: `import ${request.path}`, set: '', what: 'import' },
    async ({ signal, onProgress }) => {
      const { dirs } = await session.parts.importResults(request, {
        signal,
        onProgress: (progress) => onProgress({ ...NOTHING, ...progress }),
      });
      const [first] = dirs;
      if (first === undefined) throw new Refusal(`${request.path} holds no results that can be read`);
      const models = dirs.length === 1 ? 'the results of one model' : `the results of ${dirs.length} models`;
      return { set: first, words: `Imported ${models}.` };
    },
  );
  return { job };
}

/** Begins an attribution, or says what it would ask. What is answered stays when it is cancelled. */
export async function attribute(
  session: Session,
  request: AttributeRequest,
): Promise<AuditResult<'attribute'>> {
  const { place } = await session.open(request.set);
  const { file } = await session.parts.readSet(place.dir);
  const wish = { ...request, set: place.dir };
  const openChat = () =>
    session.parts.openChat(
      request.model,
      {
        keys: (name) => session.keys[name] ?? process.env[name],
        editor: (model, chat, signal) => session.chats.ask(model, chat, signal),
        cache: join(place.root, '.stagecraft', 'cache', 'answers'),
        ...(request.concurrency === undefined ? {} : { concurrency: request.concurrency }),
      },
      file,
    );
  if (request.dryRun === true) {
    const client = await openChat();
    try {
      return { job: 0, words: (await session.parts.attributeSet(wish, { client })).words };
    } finally {
      await client.close();
    }
  }
  const job = session.jobs.start(
    { key: place.dir, set: place.dir, what: request.method },
    async ({ signal, onProgress }) => {
      const client = await openChat();
      try {
        const { words } = await session.parts.attributeSet(wish, {
          client,
          signal,
          onProgress: ({ set: _set, what: _what, ...news }) => {
            onProgress(news);
            session.hint();
          },
        });
        return { set: place.dir, words };
      } finally {
        await client.close();
      }
    },
  );
  return { job };
}

/**
 * Writes items as a job, whose progress is told and which can be cancelled; resolves when the file is there. Nothing is
 * left of one that is cancelled.
 */
export function exportAsJob(
  session: Session,
  { dir }: SetStore,
  output: string,
  write: (work: ExportWork) => Promise<number>,
): Promise<AuditResult<'export'>> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    session.jobs.start(
      { key: `export ${output}`, set: dir, what: 'export' },
      async ({ signal, onProgress }) => {
        rows = await write({
          signal,
          onProgress: (done, total) => onProgress({ ...NOTHING, done, total }),
        });
        return { set: dir, words: `${rows.toLocaleString('en-US')} items are in ${output}.` };
      },
      (end) => {
        if (end.state === 'done') resolve({ rows });
        else if (end.state === 'cancelled') reject(new Refusal('The export was cancelled'));
        else reject(new Refusal(end.message, end.hint));
      },
    );
  });
}
