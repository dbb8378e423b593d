import { UsageError, EXIT, type Command, type ExitCode } from './command';
import { COMMANDS } from './commands';
import { userFault, type Fault } from './fault';
import { commandHelp, overview } from './help';
import { nearest } from '../language';
import { problemJson } from './print/problems-json';
import { visible } from './print/text-width';
import { processTerminal, type Terminal } from './terminal';
import { packageVersion } from './version';

/** Runs one command line (without `node` and the script); returns the exit code and never throws. */
export async function main(
  argv: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  try {
    return await dispatch(argv, terminal);
  } catch (error) {
    return report(error, terminal, wantsJson(argv));
  } finally {
    terminal.status([]);
  }
}

async function dispatch(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [verb, ...rest] = argv;
  if (verb === undefined || verb === 'help' || verb === '--help' || verb === '-h') {
    const topic = verb === 'help' ? rest[0] : undefined;
    terminal.out(
      topic === undefined
        ? overview(COMMANDS, packageVersion(), terminal)
        : commandHelp(find(topic), terminal),
    );
    return verb === undefined ? EXIT.usage : EXIT.ok;
  }
  if (verb === '--version' || verb === '-V') {
    terminal.out(packageVersion());
    return EXIT.ok;
  }
  const command = find(verb);
  const ownArguments = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (ownArguments.some((arg) => arg === '--help' || arg === '-h')) {
    terminal.out(commandHelp(command, terminal));
    return EXIT.ok;
  }
  try {
    return await command.invoke(rest, terminal);
  } catch (error) {
    if (error instanceof UsageError)
      terminal.err(
        `Usage: stagecraft ${command.name} ${command.args}   (\`stagecraft ${command.name} --help\` says more)`,
      );
    throw error;
  }
}

function find(verb: string): Command {
  const command = COMMANDS.find(({ name }) => name === verb);
  if (command) return command;
  const close = nearest(
    verb,
    COMMANDS.map(({ name }) => name),
  );
  const hint = close === undefined ? 'see `stagecraft --help`' : `did you mean \`${close}\`?`;
  throw new UsageError(`There is no command \`${verb}\`: ${hint}`);
}

/** Whether standard output is read by a machine: `--json` among the options. */
const wantsJson = (argv: readonly string[]): boolean =>
  (argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv).includes('--json');

/** Tells an error in words on standard error, and with `--json` also as an object on standard output. */
function report(error: unknown, terminal: Terminal, json: boolean): ExitCode {
  const label = terminal.style(['bold', 'red'], 'error:');
  const tell = (kind: 'usage' | 'user' | 'defect', { message, hint, code, problems }: Fault): void => {
    terminal.err(`${label} ${visible(message)}`);
    if (hint !== undefined) terminal.err(`  ${terminal.style('cyan', 'help:')} ${visible(hint)}`);
    if (!json) return;
    const told = { kind, message, hint, code, problems: problems?.map(problemJson) };
    terminal.out(JSON.stringify({ version: 1, error: told }, null, 2));
  };
  if (error instanceof UsageError) {
    tell('usage', { message: error.message });
    return EXIT.usage;
  }
  const told = userFault(error);
  if (told) tell('user', told);
  else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell('defect', { message: `a defect in Stagecraft: ${text}` });
  }
  return EXIT.failed;
}
