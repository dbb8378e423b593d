import type { ChatClient, MeasuredTokens, Price } from '../../endpoints';
import type { Arm, ChatMessage } from '../../protocol';
import { armMessages, describeMessages, type Asked } from './prompts';

/** What has not been measured yet: tokens of an image, and of an answer that thinks first. */
const IMAGE_TOKENS = 1_000;
const ANSWER_TOKENS = 300;

/** A running estimate of what asking would come to. */
export class Estimate {
  requests = 0;
  input = 0;
  output = 0;

  constructor(
    private readonly measured: MeasuredTokens | undefined,
    /** Whether the model gives several answers to a request. */
    private readonly many: boolean,
  ) {}

  /** `k` answers of an arm; its description, where it is asked for first, counts as well. */
  arm(arm: Arm, item: Asked, prompt: string, k: number, describes: boolean): void {
    const description = arm === 'neither' || arm === 'image' ? undefined : item.caption;
    this.add(armMessages(arm, item, prompt, description), k);
    if (describes) this.add(describeMessages(item), 1);
  }

  cost(price: Price | undefined): number | undefined {
    return price === undefined ? undefined : (this.input * price.input + this.output * price.output) / 1e6;
  }

  private add(messages: readonly ChatMessage[], answers: number): void {
    const requests = this.many ? 1 : answers;
    const parts = messages.flatMap((message) => message.parts);
    const images = parts.filter(({ type }) => type === 'image').length;
    const characters = parts.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);
    const known = images > 0 ? this.measured?.input.image : this.measured?.input.text;
    this.requests += requests;
    this.input += requests * (known ?? characters / 4 + images * IMAGE_TOKENS);
    this.output += answers * (this.measured?.output ?? ANSWER_TOKENS);
  }
}

/** Whether a client's model gives several answers to a request, as far as its API says. */
export const givesMany = ({ model }: ChatClient): boolean => model.api === 'openai';
