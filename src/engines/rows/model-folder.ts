import { homedir } from 'node:os';
import { join } from 'node:path';
import { readRegularText } from '../../data';
import { presetOf, type ModelRef } from '../../language';

/** The folder of a model on this machine: its own, or the newest snapshot in the Hub's cache. Nothing is downloaded. */
export async function modelFolder(model: ModelRef): Promise<string | undefined> {
  if (model.kind === 'folder') return model.path;
  const hub = model.kind === 'hub' ? model.id : presetOf(model.name)?.hub;
  if (hub === undefined) return undefined;
  const { HF_HUB_CACHE, HF_HOME } = process.env;
  const cache = HF_HUB_CACHE ?? join(HF_HOME ?? join(homedir(), '.cache', 'huggingface'), 'hub');
  const home = join(cache, `models--${hub.replaceAll('/', '--')}`);
  const file = await readRegularText(join(home, 'refs', 'main'));
  const revision = file.kind === 'text' ? file.text.trim() : '';
  return /^[0-9a-f]{40}$/.test(revision) ? join(home, 'snapshots', revision) : undefined;
}
