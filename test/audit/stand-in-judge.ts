import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A stand-in for a judge, for tests of the protocol and of the guards around it: it sees nothing, but reads the truth of
 * the scene from the reference description in the prompt. It says nothing about how well a real model judges.
 */
export interface StandIn {
  readonly url: string;
  /** Prompts that it was given. */
  readonly prompts: readonly string[];
  readonly close: () => Promise<void>;
}

export interface StandInFaults {
  /** Share of its verdicts that are turned round, by the item, in both passes alike. */
  readonly errs?: (prompt: string) => boolean;
  /** What it says instead of a verdict. */
  readonly instead?: (prompt: string, verdict: string) => string | { readonly status: number } | undefined;
}

export async function standInJudge(faults: StandInFaults = {}): Promise<StandIn> {
  const prompts: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const prompt = promptOf(body);
      prompts.push(prompt);
      const verdict = JSON.stringify(judge(prompt, faults.errs?.(prompt) === true));
      const said = faults.instead?.(prompt, verdict) ?? verdict;
      if (typeof said === 'object') {
        response.writeHead(said.status, { 'content-type': 'application/json' });
        response.end('{"error":{"message":"not now"}}');
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          id: 'x',
          object: 'chat.completion',
          model: 'stand-in',
          choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: said } }],
          usage: { prompt_tokens: 1_000, completion_tokens: 100 },
        }),
      );
    });
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    prompts,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()));

interface Part {
  readonly type: string;
  readonly text?: string;
}

function promptOf(body: string): string {
  const { messages } = JSON.parse(body) as { messages: readonly { content: string | readonly Part[] }[] };
  return messages
    .flatMap(({ content }) =>
      typeof content === 'string' ? [content] : content.map(({ text = '' }) => text),
    )
    .join('\n');
}

/** Misread counts are perception, wrong sums of right counts reasoning; of anything else it is unsure. */
function judge(prompt: string, turned: boolean): object {
  const id = /item_id: (\S+)/.exec(prompt)?.[1] ?? '';
  const truth = /Reference description of the image:\n<<<\w+\n(.*)/.exec(prompt)?.[1] ?? '';
  const said = /\[1\] (I see (\d+) circles? and (\d+) squares?)/.exec(prompt);
  const sum = /(\d+) \+ (\d+) = (?:\\boxed\{)?(\d+)/.exec(prompt);
  const count = (shape: string): number => truth.split(shape).length - 1;
  const sees = said !== null && Number(said[2]) === count('circle') && Number(said[3]) === count('square');
  const adds = sum !== null && Number(sum[1]) + Number(sum[2]) === Number(sum[3]);
  const label = said === null ? 'UNSURE' : !sees ? 'PERC' : adds ? 'UNSURE' : 'REAS';
  const told = turned ? (label === 'PERC' ? 'REAS' : 'PERC') : label;
  return {
    item_id: id,
    visual_claims: said === null ? [] : [{ quote: said[1], verdict: told === 'PERC' ? 'false' : 'true' }],
    first_error_step: told === 'PERC' ? 1 : 2,
    primary: told,
    subtype: told === 'PERC' ? 'count' : told === 'REAS' ? 'calculation' : null,
    secondary: [],
    fix_vision_fixes_answer: told === 'PERC' ? 'yes' : 'no',
    confidence: 0.9,
    rationale: 'Read from the truth.',
  };
}
