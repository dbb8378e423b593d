import { l10n, QuickPickItemKind, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { curriculumTemplates, type CurriculumTemplate } from '../../service/templates';
import type { Ctx } from '../context';
import { stageCommand } from '../commands/argument';
import { fileName, nameFault } from './name';
import { writeText, writeWithFiles } from './write';

/**
 * Makes a new curriculum from a template in a folder that the user picks, and opens it; one that brings data gets a
 * folder of its own. Never overwrites: a name that is taken is refused while it is typed, and again when it is written.
 */
export async function newCurriculum(ctx: Ctx, argument: unknown): Promise<void> {
  const template = await pickTemplate();
  if (template === undefined) return;
  const folder = await pickFolder(argument);
  if (folder === undefined) return;
  const name = await askName(template, folder);
  if (name === undefined) return;
  const file =
    template.files === undefined
      ? await writeText(template.text(name), folder, name)
      : await writeWithFiles(template.text(name), template.files, {
          from: ctx.extension.extensionUri,
          folder: Uri.joinPath(folder, name),
          name,
        });
  await window.showTextDocument(await workspace.openTextDocument(file));
}

interface TemplateItem extends QuickPickItem {
  readonly template?: CurriculumTemplate;
}

async function pickTemplate(): Promise<CurriculumTemplate | undefined> {
  const items = curriculumTemplates().map((template): TemplateItem => ({
    label: template.title,
    detail: template.detail,
    template,
  }));
  const group = (label: string, kind: CurriculumTemplate['kind']): readonly TemplateItem[] => [
    { label, kind: QuickPickItemKind.Separator },
    ...items.filter(({ template }) => template?.kind === kind),
  ];
  const divided = [
    ...group(l10n.t('Runs anywhere'), 'example'),
    ...group(l10n.t('The paper'), 'paper'),
    ...group(l10n.t('Data made from captions'), 'captions'),
    ...group(l10n.t('Your own data'), 'empty'),
  ];
  const picked = await window.showQuickPick(divided, {
    title: l10n.t('New Curriculum'),
    placeHolder: l10n.t('Start from'),
    matchOnDetail: true,
  });
  return picked?.template;
}

/** The folder that a menu was opened on, the only workspace folder, or one that the user picks. */
async function pickFolder(argument: unknown): Promise<Uri | undefined> {
  const target = stageCommand(argument);
  if (target !== undefined) return Uri.parse(target.uri);
  const [first, ...others] = workspace.workspaceFolders ?? [];
  if (first !== undefined && others.length === 0) return first.uri;
  const picked = await window.showOpenDialog({
    title: l10n.t('Folder of the new curriculum'),
    openLabel: l10n.t('Create Here'),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(first === undefined ? {} : { defaultUri: first.uri }),
  });
  return picked?.[0];
}

/** The example's own name, what a template is for, or one to be changed. */
const suggestedName = ({ id, kind, files }: CurriculumTemplate): string => {
  if (kind === 'paper' || kind === 'captions') return id;
  return files?.folder.split('/').at(-1) ?? 'my-curriculum';
};

function askName(template: CurriculumTemplate, folder: Uri): Thenable<string | undefined> {
  const reasons = {
    empty: l10n.t('A curriculum needs a name.'),
    letters: l10n.t('Use letters, digits, dots, dashes and underscores, and begin with a letter or digit.'),
    long: l10n.t('The name is longer than 64 characters.'),
  };
  return window.showInputBox({
    title: l10n.t('Name of the curriculum'),
    value: suggestedName(template),
    prompt: l10n.t('Names the file and its runs.'),
    validateInput: async (name) => {
      const fault = nameFault(name);
      if (fault !== undefined) return reasons[fault];
      const taken = await takenBy(template, folder, name);
      return taken === undefined ? undefined : l10n.t('{0} is already there.', taken);
    },
  });
}

/** The name of what already lies where the template would be written. */
async function takenBy(template: CurriculumTemplate, folder: Uri, name: string): Promise<string | undefined> {
  const there = template.files === undefined ? fileName(name) : name;
  try {
    await workspace.fs.stat(Uri.joinPath(folder, there));
    return there;
  } catch {
    return undefined;
  }
}
