// A scripted server in a process of its own, a stand-in for a model: answers every chat at once with the same words.
import { fork, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const REPLY = JSON.stringify({
  choices: [{ message: { content: 'I add them up.\nAnswer: 4' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 200, completion_tokens: 12 },
});

function serve(): void {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(REPLY);
    });
  });
  // A busy machine must not make it close connections that the client still counts on.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', 1024, () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
}

/** Starts it; it ends with the child, and with this process. */
export async function startServer(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = fork(fileURLToPath(import.meta.url), ['serve'], { execArgv: ['--import', 'tsx'] });
  const port = await new Promise<number>((resolve) =>
    child.once('message', (said) => resolve(said as number)),
  );
  return { url: `http://127.0.0.1:${port}/v1`, child };
}

if (process.argv[2] === 'serve') serve();
