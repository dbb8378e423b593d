import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const ANSWER_MS = 300;

/** An endpoint that answers every question with the same words, slowly. It stands in for a model: none is at hand. */
export async function slowModel(): Promise<{
  /** With `/v1`. */
  readonly url: string;
  /** Questions so far. */
  readonly asked: () => number;
  readonly close: () => Promise<void>;
}> {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (!(request.url ?? '').endsWith('/chat/completions')) {
      response.writeHead(404).end();
      return;
    }
    asked += 1;
    setTimeout(() => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          id: String(asked),
          object: 'chat.completion',
          model: 'some-vlm',
          choices: [
            {
              index: 0,
              finish_reason: 'stop',
              message: { role: 'assistant', content: 'Some squares: \\boxed{4}.' },
            },
          ],
          usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
        }),
      );
    }, ANSWER_MS);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: () => asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
