import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { canAdopt } from '../../adopt';
import type { ImageSources } from '../../protocol';
import { importResults, readSet } from '../../results';
import { importScripts } from '../adopt';
import { defineCommand, EXIT, UsageError, UserError } from '../command';
import { MAP_OPTION, mappingOf } from '../map-option';
import { visibleInline } from '../print/text-width';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const importCommand = defineCommand({
  name: 'import',
  summary:
    'Make audit sets of results that another program wrote, or a curriculum of EasyR1’s launch scripts.',
  args: 'PATH | SCRIPT...',
  minArgs: 1,
  maxArgs: 32,
  details:
    'Scripts (or a configuration of EasyR1) become one curriculum, a stage for each start, printed or written to --out;\n' +
    'they are read and never run. Variables are known from the script, from files that it sources in its folder tree,\n' +
    'and from --env; all others stay as they are written.\n' +
    'Results: ' +
    'Writes .stagecraft/audits/ID into the workspace and prints the folder of each set. Nothing stays of an import that\n' +
    'fails or is interrupted. Images are read from the folders and TSV files that --images names, and from nowhere else.',
  options: {
    name: { type: 'string', value: 'TEXT', doc: 'Title of the set (default: the model and the folder).' },
    map: MAP_OPTION,
    images: {
      type: 'string',
      value: 'DIR|TSV[,...]',
      doc: 'Where the images are: folders, or TSV files of the benchmarks (LMUData).',
    },
    out: { type: 'string', value: 'FILE', doc: 'Curriculum to write from scripts; it must not exist.' },
    env: { type: 'string', value: 'FILE[,...]', doc: 'Shell files with variables of the scripts.' },
    json: { type: 'boolean', doc: 'Print as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const paths = args.map((arg) => resolve(arg));
    if (paths.some((one) => canAdopt(one))) return importScripts(paths, options, terminal);
    if (paths.length > 1) throw new UsageError('`import` takes one PATH of results');
    if (options.out !== undefined || options.env !== undefined) {
      throw new UserError(
        `${paths[0] ?? ''} is neither a launch script nor a configuration of EasyR1`,
        '--out and --env are for those',
      );
    }
    const { root } = findWorkspace(options.workspace);
    const path = resolve(args[0] ?? '.');
    const mapping = mappingOf(options.map);
    const images = options.images === undefined ? undefined : imageSources(options.images);
    const ended = new AbortController();
    const interrupt = (): void =>
      ended.abort(new UserError('The import was interrupted; nothing of it stays'));
    process.once('SIGINT', interrupt);
    try {
      const { dirs } = await importResults(
        {
          root,
          path,
          ...(mapping === undefined ? {} : { mapping }),
          ...(images === undefined ? {} : { images }),
          ...(options.name === undefined ? {} : { name: options.name }),
        },
        {
          signal: ended.signal,
          onProgress: ({ done, total, note }) =>
            terminal.status([`${note}: ${done}${total === undefined ? '' : ` of about ${total}`} rows`]),
        },
      );
      terminal.status([]);
      const sets = await Promise.all(dirs.map((dir) => readSet(dir)));
      if (options.json === true) {
        terminal.out(JSON.stringify({ version: 1, sets }, null, 1));
        return EXIT.ok;
      }
      for (const { dir, title, rows, failures, unjudged, benchmarks, problems } of sets) {
        terminal.out(dir);
        const names = benchmarks.map(({ name }) => visibleInline(name)).join(', ');
        terminal.out(
          `  ${visibleInline(title)}: ${rows} ${rows === 1 ? 'row' : 'rows'} of ${names}; ${failures} wrong, ${unjudged} not judged`,
        );
        for (const { name, differs } of benchmarks) {
          if (differs !== undefined) terminal.out(`  ${visibleInline(name)}: ${visibleInline(differs)}`);
        }
        for (const problem of problems) terminal.out(`  note: ${visibleInline(problem)}`);
      }
      return EXIT.ok;
    } finally {
      process.off('SIGINT', interrupt);
    }
  },
});

function imageSources(text: string): ImageSources {
  const paths = text.split(',').map((path) => resolve(path.trim()));
  const absent = paths.find((path) => !existsSync(path));
  if (absent !== undefined)
    throw new UserError(`There is no file or folder ${absent}`, 'check what --images names');
  const special = paths.find((path) => !statSync(path).isFile() && !statSync(path).isDirectory());
  if (special !== undefined)
    throw new UserError(`${special} is no regular file and no folder`, 'check what --images names');
  const isFolder = (path: string): boolean => statSync(path).isDirectory();
  return { folders: paths.filter(isFolder), tsv: paths.filter((path) => !isFolder(path)) };
}
