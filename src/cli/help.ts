import type { Command, OptionSpec } from './command';
import type { Terminal } from './terminal';

const HELP_OPTION: OptionSpec = { type: 'boolean', short: 'h', doc: 'Show this help.' };

/** The overview that `stagecraft --help` prints. */
export function overview(commands: readonly Command[], version: string, { style }: Terminal): string {
  const width = Math.max(...commands.map((command) => usage(command).length));
  return [
    `${style('bold', 'stagecraft')} ${version}: author, run and audit capability curricula for vision-language models`,
    '',
    `${style('bold', 'Usage')}  stagecraft COMMAND [OPTIONS]`,
    '',
    ...commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.summary}`),
    '',
    'Every command has --help. Exit codes: 0 fine, 1 problems found or run failed, 2 usage, 3 made and nothing kept.',
    'A RUN is a run’s id, the start of one, its folder, or `latest`.',
  ].join('\n');
}

/** What `stagecraft COMMAND --help` prints. */
export function commandHelp(command: Command, { style }: Terminal): string {
  const options = Object.entries({ ...command.options, help: HELP_OPTION }).map(([name, spec]) => ({
    left: `${spec.short ? `-${spec.short}, ` : '    '}--${name}${spec.value ? ` ${spec.value}` : ''}`,
    doc: spec.doc,
  }));
  const width = Math.max(...options.map(({ left }) => left.length));
  return [
    command.summary,
    '',
    `${style('bold', 'Usage')}  stagecraft ${usage(command)} [OPTIONS]`,
    ...(command.details ? ['', command.details] : []),
    '',
    ...options.map(({ left, doc }) => `  ${left.padEnd(width)}  ${doc}`),
  ].join('\n');
}

const usage = ({ name, args }: Command): string => `${name} ${args}`.trimEnd();
