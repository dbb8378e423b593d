import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import type { ChatClient, ChatUsage } from '../endpoints';
import { BASE_MODEL } from '../language';
import type { MakeSpending } from '../protocol';
import { checks } from '../runs';
import { Journal } from './journal';
import { workFile } from './layout';
import { namesOf, recipeOf } from './recipe';
import type { MakeContext } from './types';

/** Lines after which the journal is written anew, with one for each model. */
const MOST_LINES = 10_000;
/** A larger file is none of ours. */
const LARGEST = 64 * 1024 * 1024;

const { count, number, optional, shape, text } = checks;

/** A line: what a model has cost so far, or that a make is done. */
type Line = MakeSpending | { readonly done: string };

const spent = shape<MakeSpending>({
  model: text,
  requests: count,
  cached: count,
  failed: count,
  tokens: shape<MakeSpending['tokens']>({ input: number, output: number }),
  cost: optional(number),
});

type Account = ReadonlyMap<string, MakeSpending>;

/**
 * What a dataset has cost over all processes that worked on it by the same recipe. Each payment is on the disk before
 * anybody has what was paid for, so that a maker which is killed leaves no answer that is not accounted for.
 */
export class Spending {
  private readonly path: string;
  private readonly names: readonly string[];
  private readonly opened = new Map<string, ChatClient>();
  /** When this process began, and when the last make was done. */
  private readonly before: Account;
  private atLast: Account;
  private journal: Journal<Line> | undefined;
  private lines = 0;

  constructor(private readonly context: MakeContext) {
    this.path = workFile(context.made.to, `spending-${recipeOf(context)}.jsonl`);
    this.names = namesOf(context.made).filter((name) => name !== BASE_MODEL);
    const known = readAccount(this.path);
    this.before = known.total;
    this.atLast = known.atLast;
    if (known.lines > MOST_LINES) this.compact();
  }

  /** The context's `chat`, with its account kept. */
  readonly chat = (name: string): ChatClient => {
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const client = this.context.chat(name);
    this.opened.set(name, client);
    client.onSpent?.(() => this.append(this.totalOf(name)));
    return client;
  };

  /** By model, in the recipe's order: over all makes, and after the last that was done. Who was never asked is not in it. */
  now(): { readonly spending: readonly MakeSpending[]; readonly recent: readonly MakeSpending[] } {
    const spending = this.names
      .map((name) => this.totalOf(name))
      .filter(({ requests, cached, failed }) => requests + cached + failed > 0);
    const recent = spending
      .map((total) => less(total, this.atLast.get(total.model)))
      .filter(({ requests, failed }) => requests + failed > 0);
    return { spending, recent };
  }

  /** A make is done: what comes now is of the next. */
  done(): void {
    for (const total of this.now().spending) this.append(total);
    this.append({ done: new Date().toISOString() });
    this.atLast = new Map(this.names.map((name) => [name, this.totalOf(name)]));
  }

  close(): void {
    // What came from the cache was not worth a line of its own.
    for (const [name, client] of this.opened) if (client.usage().cached > 0) this.append(this.totalOf(name));
    this.journal?.close();
    this.journal = undefined;
  }

  private totalOf(name: string): MakeSpending {
    return sum(name, this.before.get(name), this.opened.get(name)?.usage());
  }

  /** An account that cannot be written, as on a full disk, ends nobody's work. */
  private append(line: Line): void {
    try {
      this.journal ??= new Journal(this.path);
      this.journal.append(line);
      this.lines += 1;
      if (this.lines > MOST_LINES) this.compact();
    } catch {
      // The next line says the same and more.
    }
  }

  /** Only the last line of each model counts, before the last make was done and after it. */
  private compact(): void {
    this.journal?.close();
    this.journal = undefined;
    this.lines = 0;
    const lines: Line[] = [
      ...this.atLast.values(),
      ...(this.atLast.size === 0 ? [] : [{ done: new Date().toISOString() }]),
      ...new Set([...this.before.keys(), ...this.opened.keys()]),
    ].map((line) => (typeof line === 'string' ? this.totalOf(line) : line));
    const draft = `${this.path}.new`;
    try {
      // Made anew: a link of that name is not followed.
      rmSync(draft, { force: true });
      writeFileSync(draft, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { flag: 'wx' });
      renameSync(draft, this.path);
    } catch {
      // The long file says the same.
    }
  }
}

function readAccount(path: string): {
  readonly total: Account;
  readonly atLast: Account;
  readonly lines: number;
} {
  const total = new Map<string, MakeSpending>();
  let atLast: Account = new Map();
  let lines: readonly string[] = [];
  try {
    const found = lstatSync(path);
    if (found.isFile() && found.size <= LARGEST) lines = readFileSync(path, 'utf8').split('\n');
  } catch {
    // Nothing was spent yet.
  }
  for (const line of lines) {
    const value = parsed(line);
    if (isDone(value)) atLast = new Map(total);
    else if (spent(value, '') === undefined) total.set((value as MakeSpending).model, value as MakeSpending);
  }
  return { total, atLast, lines: lines.length };
}

const isDone = (value: unknown): boolean => typeof value === 'object' && value !== null && 'done' in value;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    // Torn, or the end of the file.
    return undefined;
  }
}

function sum(model: string, before: MakeSpending | undefined, usage: ChatUsage | undefined): MakeSpending {
  const cost =
    before?.cost === undefined && usage?.cost === undefined
      ? undefined
      : (before?.cost ?? 0) + (usage?.cost ?? 0);
  return {
    model,
    requests: (before?.requests ?? 0) + (usage?.requests ?? 0),
    cached: (before?.cached ?? 0) + (usage?.cached ?? 0),
    failed: (before?.failed ?? 0) + (usage?.failed ?? 0),
    tokens: {
      input: (before?.tokens.input ?? 0) + (usage?.tokens.input ?? 0),
      output: (before?.tokens.output ?? 0) + (usage?.tokens.output ?? 0),
    },
    ...(cost === undefined ? {} : { cost }),
  };
}

function less(total: MakeSpending, before: MakeSpending | undefined): MakeSpending {
  if (before === undefined) return total;
  const { requests, cached, failed, tokens, cost } = before;
  return {
    model: total.model,
    requests: total.requests - requests,
    cached: total.cached - cached,
    failed: total.failed - failed,
    tokens: { input: total.tokens.input - tokens.input, output: total.tokens.output - tokens.output },
    ...(total.cost === undefined ? {} : { cost: total.cost - (cost ?? 0) }),
  };
}
