import { EndpointError, type ChatClient } from '../../endpoints';
import type { Arm, ModelResponse } from '../../protocol';
import type { IndexedItem } from '../../results';
import { armKey, type AnswerWriter, type AskedPrediction } from './answers';
import { armMessages, describeMessages, type Asked } from './prompts';
import type { Asking } from './request';
import { predictionOf, samplesOf } from './samples';

/** What is known of an arm from before, when it is less than what is wanted. */
export type Begun = Pick<AskedPrediction, 'samples' | 'description'>;

/** An item and the arms that are still to be asked. */
export interface ItemWork {
  readonly item: IndexedItem;
  /** Its image files. */
  readonly images: readonly string[];
  readonly arms: readonly Arm[];
}

export interface WorkParts {
  readonly client: ChatClient;
  readonly asking: Asking;
  readonly k: number;
  readonly seed: number;
  readonly begun: ReadonlyMap<string, Begun>;
  readonly writer: AnswerWriter;
  readonly signal: AbortSignal;
  readonly onArm: () => void;
  /** An arm that got no answer; the others of the item go on. */
  readonly onFailure: (error: EndpointError) => void;
}

const DESCRIPTION_TOKENS = 1_024;

/** Asks the arms of an item, all at once, and writes each as soon as it is whole. */
export async function askItem(work: ItemWork, parts: WorkParts): Promise<void> {
  const settled = await Promise.allSettled(work.arms.map((arm) => askArm(arm, work, parts)));
  for (const [i, one] of settled.entries()) {
    if (one.status === 'fulfilled') parts.onArm();
    else if (one.reason instanceof EndpointError && work.arms[i] !== undefined) parts.onFailure(one.reason);
    else throw one.reason;
  }
}

async function askArm(arm: Arm, { item, images }: ItemWork, parts: WorkParts): Promise<void> {
  const { client, asking, k, seed, begun, signal } = parts;
  const before = begun.get(armKey({ ...item, arm }));
  const asked: Asked = {
    question: item.question,
    options: item.options,
    images,
    ...(item.caption === undefined ? {} : { caption: item.caption }),
  };
  const description = before?.description ?? (await describe(arm, asked, parts));
  const have: readonly ModelResponse[] = before?.samples ?? [];
  const reply = await client.ask(
    {
      messages: armMessages(arm, asked, asking.prompt, description),
      maxTokens: asking.maxTokens,
      temperature: asking.temperature,
      n: k - have.length,
      // Answers that are asked for later are others than the first.
      seed: seed + have.length,
    },
    signal,
  );
  await parts.writer.append({
    ...predictionOf(item, images),
    arm,
    ...(description === undefined ? {} : { description }),
    samples: [...have, ...samplesOf(reply)],
    asked: asking,
    at: new Date().toISOString(),
  });
}

/** The description that an arm gives: the reference, or what the model itself sees, without sampling. */
async function describe(arm: Arm, asked: Asked, parts: WorkParts): Promise<string | undefined> {
  switch (arm) {
    case 'image':
    case 'neither':
      return undefined;
    case 'description':
    case 'both':
      return asked.caption;
    case 'own-description': {
      const { answers } = await parts.client.ask(
        {
          messages: describeMessages(asked),
          maxTokens: Math.min(DESCRIPTION_TOKENS, parts.asking.maxTokens),
          temperature: 0,
          seed: parts.seed,
        },
        parts.signal,
      );
      return answers[0]?.text ?? '';
    }
  }
}
