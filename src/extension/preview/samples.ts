import { EventEmitter, l10n, Uri, workspace } from 'vscode';
import type { SampleReport, SampleRequest } from '../../protocol';
import type { Disposables } from '../disposables';
import { SAMPLE_SCHEME, sampleUriParts } from './sample-uri';

/** Read-only documents about single rows. */
export interface SampleTexts {
  /** Keeps a report; opening the address shows it. */
  keep(request: SampleRequest, report: SampleReport): Uri;
}

/** Provides the documents of rows; one that comes back with its window asks the model nothing by itself. */
export function sampleTexts(disposables: Disposables): SampleTexts {
  const kept = new Map<string, string>();
  const changed = disposables.add(new EventEmitter<Uri>());
  disposables.add(
    workspace.registerTextDocumentContentProvider(SAMPLE_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) =>
        kept.get(uri.toString()) ??
        l10n.t('Run "Debug One Sample" on the curriculum to take this row through the model again.'),
    }),
  );
  disposables.add(
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === SAMPLE_SCHEME) kept.delete(uri.toString());
    }),
  );
  return {
    keep: (request, { title, text }) => {
      const uri = Uri.from({ scheme: SAMPLE_SCHEME, ...sampleUriParts(request, title) });
      kept.set(uri.toString(), text);
      changed.fire(uri);
      return uri;
    },
  };
}
