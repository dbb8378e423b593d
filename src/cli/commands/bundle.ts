import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { writeBundle } from '../../monitor';
import { defineCommand, EXIT, UserError } from '../command';
import { findRunFolder } from '../find-run';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const bundle = defineCommand({
  name: 'bundle',
  summary: 'Zip a run for a bug report, without data or secrets.',
  args: '[RUN]',
  minArgs: 0,
  maxArgs: 1,
  details:
    'Books, settings and the ends of logs; its README.txt says what is in it and what was left out. Also of a run\n' +
    'whose files are damaged. The path of the zip is printed last. Default: latest.',
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: 'FILE',
      doc: 'Where to write (default: RUN.zip in the current folder).',
    },
    json: { type: 'boolean', doc: 'Print the path and the names of the files in it as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const run = await findRunFolder(args[0] ?? 'latest', findWorkspace(options.workspace));
    const file = outputOf(options.output ?? `${basename(run)}.zip`);
    const files = await writeBundle(run, file);
    if (options.json === true) terminal.out(JSON.stringify({ version: 1, file, files }, null, 2));
    else {
      for (const name of files) terminal.out(terminal.style('dim', `  ${name}`));
      terminal.out(file);
    }
    return EXIT.ok;
  },
});

/** Absolute path of the zip. Another file under that name, such as the curriculum itself, is never written over. */
function outputOf(path: string): string {
  const file = resolve(path);
  const there = statSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory() === true)
    throw new UserError(`${file} is a folder`, 'name the zip with `--output FILE.zip`');
  if (there !== undefined && there.size > 0 && !(there.isFile() && isZip(file)))
    throw new UserError(`${file} is there already, and is no zip`, 'name another file with `--output`');
  return file;
}

function isZip(file: string): boolean {
  const start = Buffer.alloc(2);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, start, 0, 2, 0);
  } finally {
    closeSync(handle);
  }
  return start.toString('latin1') === 'PK';
}
