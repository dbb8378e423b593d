import { UsageError, UserError, EXIT, type Command, type ExitCode } from './command';
import { COMMANDS } from './commands';
import { commandHelp, overview } from './help';
import { AuditError } from '../audit';
import { DataError } from '../data';
import { nearest } from '../language';
import { visible } from './print/text-width';
import { RewardError } from '../rewards';
import { RunError } from '../runs';
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
    return report(error, terminal);
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

function report(error: unknown, terminal: Terminal): ExitCode {
  const label = terminal.style(['bold', 'red'], 'error:');
  if (error instanceof UsageError) {
    terminal.err(`${label} ${error.message}`);
    return EXIT.usage;
  }
  const told = userFault(error);
  if (told) {
    terminal.err(`${label} ${visible(told.message)}`);
    if (told.hint !== undefined) terminal.err(`  ${terminal.style('cyan', 'help:')} ${visible(told.hint)}`);
    return EXIT.failed;
  }
  terminal.err(
    `${label} a defect in Stagecraft: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return EXIT.failed;
}

/** What a user can mend: the message and hint of an error that some layer raised for a user, or of the system. */
function userFault(
  error: unknown,
): { readonly message: string; readonly hint?: string | undefined } | undefined {
  if (error instanceof RunError || error instanceof DataError) return error.problem;
  if (error instanceof UserError || error instanceof AuditError || error instanceof RewardError) return error;
  // Permissions, a full disk, a missing folder: the system's own words name the file.
  if (error instanceof Error && 'syscall' in error && 'code' in error) return { message: error.message };
  return undefined;
}
