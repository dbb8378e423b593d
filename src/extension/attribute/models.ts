import { workspace } from 'vscode';
import type { ModelChoice } from '../../protocol';
import { editorModels } from '../auditor/editor-models';
import type { Ctx } from '../context';
import { setting } from '../settings';
import { settingModels } from './setting-models';

/** Curricula whose endpoints are offered; a workspace with more has its settings. */
const MOST_CURRICULA = 50;

/** Models that failures may be shown to: of this workspace's curricula, of the settings, and the editor's own. */
export async function attributionModels({ auditor }: Pick<Ctx, 'auditor'>): Promise<readonly ModelChoice[]> {
  const curricula = await workspace.findFiles('**/*.curriculum.{yaml,yml}', undefined, MOST_CURRICULA);
  const files = curricula.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const [named, own] = await Promise.all([
    files.length === 0 ? [] : auditor.ask('models', { files }),
    editorModels(),
  ]);
  const all = [...named, ...settingModels(setting('endpoints')), ...own];
  return [...new Map(all.map((model) => [model.id, model])).values()];
}
