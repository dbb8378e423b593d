import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';

import { appendLabel } from '../../audit';
import { Refusal, type HumanLabel, type LabelRequest } from '../../protocol';
import { SET_FILES } from '../../results';
import type { SetStore } from '../store/set-store';
import { textOf } from '../store/texts';

/** Writes a label and waits until it is on the disk: nobody likes to label twice. */
export async function writeLabel(store: SetStore, request: Omit<LabelRequest, 'set'>): Promise<void> {
  const index = store.mustHave(request.index);
  const [cells] = await store.texts.read(['"row"', 'dataset'], [index]);
  const label: HumanLabel = {
    row: textOf(cells?.[0]),
    dataset: textOf(cells?.[1]),
    label: request.label,
    annotator: request.annotator,
    at: new Date().toISOString(),
    ...(request.subtype === undefined ? {} : { subtype: request.subtype }),
    ...(request.note === undefined ? {} : { note: request.note }),
    ...(request.blind === undefined ? {} : { blind: request.blind }),
  };
  const path = join(store.dir, SET_FILES.labels);
  // A set may come from anywhere: what is appended must not go through a link to another file.
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined && !there.isFile()) {
    throw new Refusal(`${path} is no file of its own`, 'Remove it, and label again.');
  }
  await appendLabel(store.dir, label);
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
