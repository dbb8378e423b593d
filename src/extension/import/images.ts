import { l10n, window } from 'vscode';
import type { FoundResults, ImageSources } from '../../protocol';
import { plainText } from '../run-list/plain';

/**
 * Where the images of results are that came without: the benchmark's TSV with base64 cells, or a folder. `{}` when there
 * is nothing to ask or the user goes on without them; nothing when the user leaves.
 */
export async function askImages(chosen: readonly FoundResults[]): Promise<ImageSources | undefined> {
  const missing = chosen.filter(({ images }) => images === 'missing');
  if (missing.length === 0) return {};
  const names = plainText([...new Set(missing.map(({ benchmark }) => benchmark))].join(', '), 80);
  const tsv = l10n.t('TSV of the benchmark...');
  const folder = l10n.t('Folder of images...');
  const without = l10n.t('Go on without images');
  const picked = await window.showQuickPick(
    [
      { label: tsv, detail: l10n.t('As VLMEvalKit keeps it in LMUData: images are cells of it') },
      { label: folder, detail: l10n.t('Files that the rows name, in this folder or below') },
      { label: without, detail: l10n.t('Questions and responses can be read; pictures are missing') },
    ],
    { title: l10n.t('Where are the images of {0}?', names), ignoreFocusOut: true },
  );
  if (picked === undefined) return undefined;
  if (picked.label === without) return {};
  const files = picked.label === tsv;
  const found = await window.showOpenDialog({
    title: l10n.t('Images of {0}', names),
    canSelectMany: true,
    canSelectFiles: files,
    canSelectFolders: !files,
    ...(files ? { filters: { TSV: ['tsv'] } } : {}),
  });
  if (found === undefined) return undefined;
  const paths = found.map(({ fsPath }) => fsPath);
  return files ? { tsv: paths } : { folders: paths };
}
