import {
  environmentKeys,
  EndpointError,
  limitsOf,
  modelsOf,
  openChat,
  type ChatClient,
  type ChatUsage,
} from '../../endpoints';
import type { Curriculum } from '../../language';
import { answersFolder } from '../answers-folder';

/** The endpoints of a make, each opened when first asked for, and once. */
export class Chats {
  private readonly opened = new Map<string, ChatClient>();

  constructor(
    private readonly curriculum: Curriculum,
    private readonly root: string,
    private readonly onNote: (words: string) => void,
  ) {}

  /** Throws an `EndpointError` when there is no such endpoint, or it cannot be asked as it is written. */
  open(name: string): ChatClient {
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const choice = modelsOf(this.curriculum).find(({ id }) => id === name);
    if (choice === undefined)
      throw new EndpointError(
        'setup',
        `There is no endpoint \`${name}\` in the curriculum.`,
        'Declare it under `models`.',
      );
    const chat = openChat(choice, {
      ...limitsOf(this.curriculum, name),
      keys: environmentKeys(process.env),
      cache: answersFolder(this.root),
      onNote: (words) => this.onNote(`${name}: ${words}`),
    });
    this.opened.set(name, chat);
    return chat;
  }

  /** The sum over all of them; nothing before the first was opened. */
  usage(): ChatUsage | undefined {
    if (this.opened.size === 0) return undefined;
    const all = [...this.opened.values()].map((chat) => chat.usage());
    const sum = (of: (usage: ChatUsage) => number): number => all.reduce((total, one) => total + of(one), 0);
    const priced = all.filter(({ cost }) => cost !== undefined);
    return {
      requests: sum(({ requests }) => requests),
      cached: sum(({ cached }) => cached),
      retried: sum(({ retried }) => retried),
      failed: sum(({ failed }) => failed),
      tokens: { input: sum(({ tokens }) => tokens.input), output: sum(({ tokens }) => tokens.output) },
      ...(priced.length === 0 ? {} : { cost: priced.reduce((total, { cost = 0 }) => total + cost, 0) }),
    };
  }

  async close(): Promise<void> {
    for (const chat of this.opened.values()) await chat.close();
  }
}
