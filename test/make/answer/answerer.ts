import { readFileSync } from 'node:fs';
import { openDataEngine } from '../../../src/data';
import { limitsOf, modelsOf, openChat } from '../../../src/endpoints';
import { answerQuestions } from '../../../src/make/answer';
import type { MakeContext, QuestionFile } from '../../../src/make';

/** What a test orders of the process: the parts of a `MakeContext` that are data. */
export interface Order extends Pick<MakeContext, 'curriculum' | 'dataset' | 'capability' | 'made' | 'root'> {
  readonly file: QuestionFile;
}

// A process that answers questions, for tests that kill it.
const { file, ...order } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Order;
const opened = new Map(
  modelsOf(order.curriculum).map((choice) => [
    choice.id,
    openChat(choice, { ...limitsOf(order.curriculum, choice.id), keys: () => undefined }),
  ]),
);
async function main(): Promise<void> {
  const data = await openDataEngine({ folders: [order.root] });
  await answerQuestions(
    {
      ...order,
      data,
      chat: (name) => opened.get(name)!,
      signal: new AbortController().signal,
      tell: () => undefined,
    },
    file,
  );
  await data.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
