import { readFileSync } from 'node:fs';

import type { ChatUsage } from '../endpoints';
import { BASE_MODEL } from '../language';
import type { MakeSpending } from '../protocol';
import { checks, replaceJson } from '../runs';
import { workFile } from './layout';
import { namesOf, recipeOf } from './recipe';
import type { MakeContext } from './types';

const NAME = 'spending.json';
/** A maker that is killed loses so much of its account at most. */
const KEEP_MS = 5_000;

const { count, listOf, number, optional, shape, text } = checks;

interface Account {
  readonly recipe: string;
  readonly spending: readonly MakeSpending[];
}

const account = shape<Account>({
  recipe: text,
  spending: listOf(
    shape<MakeSpending>({
      model: text,
      requests: count,
      cached: count,
      failed: count,
      tokens: shape<MakeSpending['tokens']>({ input: number, output: number }),
      cost: optional(number),
    }),
  ),
});

/** What a dataset has cost over all processes that worked on it by the same recipe. */
export class Spending {
  private readonly recipe: string;
  private readonly before: readonly MakeSpending[];
  private readonly timer: NodeJS.Timeout;
  private kept = '';

  /** `names`: models of the recipe that are served. */
  constructor(
    private readonly context: MakeContext,
    private readonly names = namesOf(context.made).filter((name) => name !== BASE_MODEL),
  ) {
    this.recipe = recipeOf(context);
    this.before = readAccount(workFile(context.made.to, NAME), this.recipe);
    this.timer = setInterval(() => void this.keep(), KEEP_MS);
  }

  /** By model, in the recipe's order; models that were never asked are not in it. */
  now(): readonly MakeSpending[] {
    return this.names.flatMap((model) => {
      const before = this.before.find((one) => one.model === model);
      const total = sum(model, before, this.context.chat(model).usage());
      return total.requests + total.cached + total.failed === 0 ? [] : [total];
    });
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.keep();
  }

  /** An account that cannot be written, as on a full disk, ends nobody's work. */
  private async keep(): Promise<void> {
    try {
      const value: Account = { recipe: this.recipe, spending: this.now() };
      const written = JSON.stringify(value);
      if (written === this.kept) return;
      await replaceJson(workFile(this.context.made.to, NAME), value);
      this.kept = written;
    } catch {
      // An endpoint that cannot even be opened is told by the step that asks it.
    }
  }
}

function readAccount(file: string, recipe: string): readonly MakeSpending[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (account(value, '') !== undefined) return [];
    const known = value as Account;
    return known.recipe === recipe ? known.spending : [];
  } catch {
    return [];
  }
}

function sum(model: string, before: MakeSpending | undefined, usage: ChatUsage): MakeSpending {
  const cost =
    before?.cost === undefined && usage.cost === undefined
      ? undefined
      : (before?.cost ?? 0) + (usage.cost ?? 0);
  return {
    model,
    requests: (before?.requests ?? 0) + usage.requests,
    cached: (before?.cached ?? 0) + usage.cached,
    failed: (before?.failed ?? 0) + usage.failed,
    tokens: {
      input: (before?.tokens.input ?? 0) + usage.tokens.input,
      output: (before?.tokens.output ?? 0) + usage.tokens.output,
    },
    ...(cost === undefined ? {} : { cost }),
  };
}
