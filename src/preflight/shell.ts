/** What is needed of a command to write it for a shell. */
interface ShellCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Columns of a line of text; a longer command is broken. */
const WIDTH = 100;

/** As a shell would need it; shown and copied only, never given to one. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** A command with its additions to the environment as one line for a POSIX shell. */
export const shellLine = ({ argv, env }: ShellCommand): string =>
  [...assignments(env), ...argv.map(quoted)].join(' ');

/** The same to be read: the environment first, and a long command with each of its settings on a line of its own. */
export function shellLines({ argv, env }: ShellCommand): string {
  const words = argv.map(quoted);
  const whole = words.join(' ');
  return [...assignments(env), whole.length <= WIDTH ? whole : broken(words)].join(' \\\n');
}

const assignments = (env: ShellCommand['env']): readonly string[] =>
  Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);

/** Broken before each option (`--name`) and each setting (`key=value`); the value of an option stays with it. */
function broken(words: readonly string[]): string {
  const lines: string[][] = [[]];
  for (const [index, word] of words.entries()) {
    if (index > 0 && /^(-|'?[\w.+]+=)/.test(word)) lines.push([]);
    lines.at(-1)?.push(word);
  }
  return lines.map((line) => line.join(' ')).join(' \\\n  ');
}
