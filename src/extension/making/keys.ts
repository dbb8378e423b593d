import { l10n } from 'vscode';
import type { MakeKeys, MakePlan } from '../../protocol';
import type { ApiKeys } from '../auditor';
import { COMMAND_IDS } from '../commands/ids';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';

/**
 * The keys that endpoints want, from the editor's secrets, by name. One that only the environment has needs none of
 * ours; throws a `Refusal` for one that nobody has.
 */
export async function keysFor(
  endpoints: MakePlan['endpoints'],
  keys: Pick<ApiKeys, 'get'>,
): Promise<MakeKeys> {
  const found: Record<string, string> = {};
  for (const { name, key } of endpoints) {
    if (key === undefined) continue;
    const value = await keys.get(key);
    if (value !== undefined) found[key] = value;
    else if ((process.env[key] ?? '') === '')
      throw new Refusal(l10n.t('{0} wants the key {1}, which is not set.', plainText(name, 80), key), {
        title: l10n.t('Set API Key...'),
        command: COMMAND_IDS.setApiKey,
        arguments: [{ name: key }],
      });
  }
  return found;
}
