import { resolve } from 'node:path';
import { withEngineProblems } from '../../engines';
import type { DataEngine } from '../../data';
import { staleProblems } from '../../make';
import { checkFile, withoutRepeats, type CheckedFile } from '../../plan';
import { tryReward } from '../../preflight';
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
    reward: {
      type: 'boolean',
      doc: 'Also run a Python reward on the gold answer of every row: each must get 1.',
    },
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
        options['no-data'] === true ? 'text' : options.reward === true ? 'reward' : 'data',
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
  depth: 'text' | 'data' | 'reward',
  workspace: Workspace,
  terminal: Terminal,
) {
  const { curriculum } = checkCurriculum(file);
  const data = await openWorkspaceData(workspace, file, curriculum);
  try {
    const checked = await checkFile(file, {
      variant,
      data,
      checkData: depth !== 'text',
      onProgress: (done, total, what) => terminal.status([`  ${visibleInline(what)} ${done}/${total}`]),
    });
    const problems = await withEngineProblems(
      file,
      checked,
      undefined,
      depth === 'text' ? undefined : { data },
    );
    const tried = depth === 'reward' ? await rewardProblems(file, checked, data) : [];
    const stale =
      depth === 'text' ? [] : await staleProblems(checkCurriculum(file), (path) => data.text(path));
    return { files: checked.files, problems: [...problems, ...stale, ...tried] };
  } finally {
    await data.close();
  }
}

/** What the curriculum's own Python reward says of its gold answers, over all plans that were asked for. */
async function rewardProblems(
  file: string,
  { plans }: CheckedFile,
  data: DataEngine,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { variant, plan } of plans) {
    const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
    const trial = await tryReward({ checked, plan, stages: plan.stages, data });
    problems.push(...(trial?.problems ?? []));
  }
  return withoutRepeats(problems);
}
