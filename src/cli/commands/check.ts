import { resolve } from 'node:path';
import { withEngineProblems } from '../../engines';
import { checkFile } from '../../plan';
import type { Problem } from '../../protocol';
import { checkCurriculum } from '../../language';
import { defineCommand, EXIT } from '../command';
import { countLine, displayPath, printProblems } from '../print/problems';
import { problemsToJson } from '../print/problems-json';
import { visibleInline } from '../print/text-width';
import type { Terminal } from '../terminal';
import { findWorkspace, openWorkspaceData, WORKSPACE_OPTION, type Workspace } from '../workspace';

export const check = defineCommand({
  name: 'check',
  summary: 'Check curricula: syntax, meaning, data, engine options.',
  args: 'FILE...',
  minArgs: 1,
  maxArgs: Infinity,
  details: 'Exit code 0: clean or warnings only; 1: errors.',
  options: {
    variant: { type: 'string', value: 'NAME', doc: 'Check one variant, or `all` (default: all).' },
    'no-data': { type: 'boolean', doc: 'Leave data files and engine alone: text and meaning only.' },
    json: { type: 'boolean', doc: 'Print problems as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const workspace = findWorkspace(options.workspace);
    const texts = new Map<string, string>();
    const problems: Problem[] = [];
    const files = args.map((arg) => resolve(arg));
    for (const file of files) {
      const found = await checkOne(
        file,
        options.variant ?? 'all',
        options['no-data'] !== true,
        workspace,
        terminal,
      );
      for (const { path, text } of found.files) texts.set(path, text);
      problems.push(...found.problems);
    }
    terminal.status([]);
    if (options.json) terminal.out(problemsToJson(problems));
    else {
      printProblems(problems, terminal, texts);
      terminal.out(
        `${countLine(problems)} in ${args.length === 1 ? displayPath(resolve(args[0] ?? '')) : `${args.length} files`}`,
      );
    }
    return problems.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.ok;
  },
});

/** Checks one file with its data and its engine's options, showing what is being read while it takes long. */
async function checkOne(
  file: string,
  variant: string,
  withData: boolean,
  workspace: Workspace,
  terminal: Terminal,
) {
  const { curriculum } = checkCurriculum(file);
  const data = await openWorkspaceData(workspace, file, curriculum);
  try {
    const checked = await checkFile(file, {
      variant,
      data,
      checkData: withData,
      onProgress: (done, total, what) => terminal.status([`  ${visibleInline(what)} ${done}/${total}`]),
    });
    return { files: checked.files, problems: await withEngineProblems(file, checked) };
  } finally {
    await data.close();
  }
}
