import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { withImages } from '../../../src/extension/pages/images';
import { batch } from '../../../src/extension/dashboard/batch';
import { dashboardMessage } from '../../../src/extension/dashboard/message';
import { pageText } from '../../../src/extension/pages/page';
import { serveMonitor } from '../../../src/monitor/serve/serve';
import { monitorParts } from '../../../src/monitor/wire';
import type { FromDashboard, FromMonitor, SamplesAnswer, ToDashboard } from '../../../src/protocol';
import { buildPages } from '../../../scripts/bundle/pages.mjs';
import { frame, OUTER } from './frames';
import { discard } from '../../fixtures/discard';

/**
 * What stands in for the editor: it serves the real page under the real policy, relays its questions to the real
 * monitor over real run folders, and records what it asks the editor to do.
 */
export interface Host {
  readonly url: string;
  /** Everything that the page said, oldest first. */
  readonly said: readonly FromDashboard[];
  /** Files that were asked for and are not there. */
  readonly missing: readonly string[];
  /** The next page that is loaded shows these runs. */
  show(runs: readonly string[]): void;
  post(message: ToDashboard): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
};

export async function startHost(root: string): Promise<Host> {
  const pages = mkdtempSync(join(tmpdir(), 'stagecraft-pages-'));
  await buildPages(pages);
  const said: FromDashboard[] = [];
  const missing: string[] = [];
  const ears = new Set<ServerResponse>();
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (failure: unknown) => void }
  >();
  let toMonitor: (message: unknown) => void = () => undefined;
  let lastId = 0;
  let runs: readonly string[] = [];

  const post = (message: ToDashboard): void => {
    const bytes = frame(message);
    for (const ear of ears) ear.write(bytes);
  };
  const batched = batch(post);
  const monitor = serveMonitor(
    {
      send: (message: FromMonitor) => {
        switch (message.type) {
          case 'answer':
            waiting.get(message.id)?.resolve(message.result);
            return;
          case 'failed':
            waiting.get(message.id)?.reject(message.failure);
            return;
          case 'runs':
            batched.changed(message.changed, message.removed);
            return;
          case 'grew':
            batched.grew(message.run, message.revision);
            return;
          default:
            return;
        }
      },
      isClogged: () => false,
      onMessage: (listener) => {
        toMonitor = listener;
      },
    },
    monitorParts(),
  );
  const ask = (call: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      toMonitor({ id: lastId, call, params });
    });
  await ask('watch', { roots: [root] });

  const imageUri = (path: string): string => `${base()}/image?path=${encodeURIComponent(path)}`;
  const hear = (message: FromDashboard): void => {
    said.push(message);
    if (message.type === 'ready') post({ type: 'show', runs });
    else if (message.type === 'showing') {
      runs = message.runs;
      void ask('follow', { runs: message.runs });
    } else if (message.type === 'ask') {
      const { id, call, params } = message;
      ask(call, params).then(
        (result) =>
          post({
            type: 'answer',
            id,
            result: call === 'samples' ? withImages(result as SamplesAnswer, [root], imageUri) : result,
          }),
        (failure: unknown) => post({ type: 'failed', id, failure: failure as { message: string } }),
      );
    }
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
    if (pathname === '/say') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end();
        const message = dashboardMessage(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        if (message === undefined)
          throw new Error('The page said something that is no message of a dashboard.');
        hear(message);
      });
      return;
    }
    if (pathname === '/hear') {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.flushHeaders();
      ears.add(response);
      request.on('close', () => ears.delete(response));
      return;
    }
    if (pathname === '/' || pathname === '/page') {
      const source = base();
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const inner = pageText({
        script: `${source}/dashboard.js`,
        style: `${source}/dashboard.css`,
        source,
        nonce: 'harness',
        title: 'Run dashboard',
      });
      response.end(pathname === '/' ? OUTER : inner);
      return;
    }
    const file = pathname === '/image' ? (searchParams.get('path') ?? '') : join(pages, pathname.slice(1));
    try {
      const body = readFileSync(file);
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(body);
    } catch {
      if (pathname !== '/favicon.ico' && !pathname.endsWith('.map')) missing.push(pathname);
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: base(),
    said,
    missing,
    show: (next) => {
      runs = next;
    },
    post,
    close: async () => {
      batched.stop();
      for (const ear of ears) ear.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await monitor();
      discard(pages);
    },
  };
}
