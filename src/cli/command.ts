import { parseArgs } from 'node:util';
import type { Problem } from '../protocol';
import type { Terminal } from './terminal';

/**
 * 0: fine. 1: problems were found or the run failed. 2: the command line was wrong. 3: all went well, and a dataset that
 * was made has no row.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, empty: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** Placeholder of the value in the help text. */
  readonly value?: string;
  readonly doc: string;
}

type OptionValues<O extends Record<string, OptionSpec>> = {
  readonly [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string;
};

export interface CommandInput<O extends Record<string, OptionSpec>> {
  readonly args: readonly string[];
  readonly options: OptionValues<O>;
  readonly terminal: Terminal;
}

interface Definition<O extends Record<string, OptionSpec>> {
  readonly name: string;
  readonly summary: string;
  /** Arguments as the usage line shows them, such as `FILE...`. */
  readonly args: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly details?: string;
  readonly options: O;
  readonly run: (input: CommandInput<O>) => Promise<ExitCode>;
}

type CommandShape = Omit<Definition<Record<string, OptionSpec>>, 'run'>;

export interface Command extends CommandShape {
  /** Parses the arguments after the verb and runs; throws `UsageError` when they make no sense. */
  readonly invoke: (argv: readonly string[], terminal: Terminal) => Promise<ExitCode>;
}

/** The command line was wrong: exit code 2 and the verb's usage. */
export class UsageError extends Error {}

/** Something a user should read as a plain sentence (place, reason, fix), without a stack: exit code 1. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
    /** What the sentence sums up, for `--json`; people have seen them by then. */
    readonly problems?: readonly Problem[],
  ) {
    super(message);
  }
}

export function defineCommand<const O extends Record<string, OptionSpec>>(
  definition: Definition<O>,
): Command {
  const invoke = (argv: readonly string[], terminal: Terminal) => {
    const { values, positionals } = parse(definition, argv);
    checkCount(definition, positionals.length);
    return definition.run({ args: positionals, options: values as OptionValues<O>, terminal });
  };
  const { run: _run, ...rest } = definition;
  return { ...rest, invoke };
}

function parse(definition: CommandShape, argv: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(definition.options).map(([name, { type, short }]) => [
      name,
      short ? { type, short } : { type },
    ]),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(firstSentence((error as Error).message));
  }
}

const firstSentence = (text: string): string => text.split('. ')[0] ?? text;

function checkCount({ minArgs, maxArgs, args, name }: CommandShape, count: number): void {
  if (count < minArgs) throw new UsageError(`\`${name}\` needs ${args}`);
  if (count > maxArgs)
    throw new UsageError(`\`${name}\` takes ${maxArgs === 0 ? 'no arguments' : args}, but got ${count}`);
}
