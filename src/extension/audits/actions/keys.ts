import { l10n, window } from 'vscode';
import { attributionModels } from '../../attribute/models';
import { isKeyName } from '../../auditor/keys';
import type { Ctx } from '../../context';
import { Refusal } from '../../refusal';
import { textOf } from '../entry';

/** Keys that are asked for by their usual names. */
const USUAL = ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY'];

/** Asks for a key and puts it among the editor's secrets, by the name that the argument says or the user picks. */
export async function setApiKey(ctx: Ctx, argument: unknown): Promise<void> {
  const name = textOf(argument, 'name') ?? (await pickName(ctx));
  if (name === undefined) return;
  if (!isKeyName(name))
    throw new Refusal(
      l10n.t('A key has a name as a variable of the environment has: letters, digits and _.'),
    );
  const key = await window.showInputBox({
    title: l10n.t('Key {0}', name),
    prompt: l10n.t(
      'It is kept among the secrets of the editor, and given to the endpoint of its model alone.',
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[\x21-\x7e]*$/.test(text.trim()) ? undefined : l10n.t('A key has no spaces and no other characters.'),
  });
  const trimmed = key?.trim() ?? '';
  if (trimmed === '') return;
  await ctx.keys.set(name, trimmed);
  void window.showInformationMessage(l10n.t('The key {0} is set.', name));
}

/** Removes a key from the editor's secrets. */
export async function forgetApiKey(ctx: Ctx, argument: unknown): Promise<void> {
  const names = ctx.keys.names();
  if (names.length === 0) throw new Refusal(l10n.t('No key is set.'));
  const named = textOf(argument, 'name');
  const name =
    named !== undefined && names.includes(named)
      ? named
      : await window.showQuickPick(names, { title: l10n.t('Forget which key?') });
  if (name === undefined) return;
  await ctx.keys.forget(name);
  void window.showInformationMessage(l10n.t('The key {0} is forgotten.', name));
}

async function pickName(ctx: Ctx): Promise<string | undefined> {
  // What the models of this workspace want comes first; asking for it must not keep a key from being set.
  const wanted = await attributionModels(ctx).then(
    (models) => models.flatMap(({ key }) => key ?? []),
    () => [],
  );
  const known = ctx.keys.names();
  const other = l10n.t('Another Name...');
  const names = [...new Set([...wanted, ...USUAL, ...known])];
  const picked = await window.showQuickPick(
    [
      ...names.map((label) => ({ label, ...(known.includes(label) ? { description: l10n.t('set') } : {}) })),
      { label: other },
    ],
    { title: l10n.t('Set which key?') },
  );
  if (picked?.label !== other) return picked?.label;
  return window.showInputBox({
    title: l10n.t('Name of the key'),
    prompt: l10n.t('As the curriculum or the setting names it: key: MY_API_KEY'),
    validateInput: (text) =>
      isKeyName(text) ? undefined : l10n.t('Letters, digits and _, as a variable of the environment has.'),
  });
}
