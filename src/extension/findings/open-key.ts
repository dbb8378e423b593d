import { setTimeout as sleep } from 'node:timers/promises';
import { l10n, Range, Uri, window, workspace } from 'vscode';
import { EDITOR_REQUESTS, type KeyPlaceAnswer, type KeyPlaceRequest } from '../../protocol';
import type { Parts } from '../context';
import { Refusal } from '../refusal';

/** A key that a finding of a run names; `key` as in `RunFinding`. */
export interface FindingKey {
  readonly run: string;
  readonly stage?: string;
  readonly key: string;
}

/** Milliseconds for the server to hear of a document that was opened just now, and how often it is asked. */
const PAUSE_MS = 150;
const TIMES = 10;

/** Opens the curriculum of a run at a key, or where the key would be written. Throws a `Refusal` when it cannot. */
export async function openKey(
  { runs, server }: Pick<Parts, 'runs' | 'server'>,
  { run, stage, key }: FindingKey,
): Promise<void> {
  const summary = runs.get(run);
  if (summary?.file === undefined)
    throw new Refusal(l10n.t('It is not known which curriculum this run is of: its folder does not say.'));
  const { file, variant } = summary;
  const uri = Uri.file(file);
  let document;
  try {
    document = await workspace.openTextDocument(uri);
  } catch {
    throw new Refusal(l10n.t('The curriculum of this run is no longer there: {0}', file));
  }
  // Named by a run folder, which anyone may have made: another file is nothing that a finding leads to.
  if (document.languageId !== 'curriculum') throw new Refusal(l10n.t('{0} is no curriculum.', file));
  const request: KeyPlaceRequest = {
    uri: document.uri.toString(),
    key,
    ...(stage === undefined ? {} : { stage }),
    ...(variant === undefined ? {} : { variant }),
  };
  const place = await ask(server, request);
  if (place === null) {
    await window.showTextDocument(document);
    throw new Refusal(l10n.t('The curriculum has changed since the run: it has no place for {0}.', key));
  }
  const { start, end } = place.range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(await workspace.openTextDocument(Uri.parse(place.uri)), { selection });
}

/** The server answers with nothing while it has not heard of the document. */
async function ask(server: Parts['server'], request: KeyPlaceRequest): Promise<KeyPlaceAnswer | null> {
  for (let left = TIMES; ; left -= 1) {
    const place = await server.request<KeyPlaceAnswer | null>(EDITOR_REQUESTS.placeOf, request);
    if (place !== null || left === 1) return place;
    await sleep(PAUSE_MS);
  }
}
