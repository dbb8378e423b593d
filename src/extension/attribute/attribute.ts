import { l10n, window } from 'vscode';
import type { AttributeRequest, AuditSet, ModelChoice } from '../../protocol';
import { endWords } from '../auditor/jobs';
import { chosenSet } from '../audits/chosen';
import { COMMAND_IDS } from '../commands/ids';
import type { Ctx } from '../context';
import { askWithProgress } from '../process';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { setting } from '../settings';
import { requireTrust } from '../run/trust';
import { attributionModels } from './models';
import { pickLimit, pickMethod, pickModel } from './pick';
import { placeOf } from './setting-models';

/**
 * Attributes an audit's failures: asks for method, model and number, says what it will cost, and begins only when the
 * user agrees. What is answered is kept at once, so that a later attempt goes on where this one ended.
 */
export async function attributeFailures(ctx: Ctx, argument: unknown): Promise<void> {
  requireTrust(
    l10n.t('Attribution asks models whose addresses files name, so it needs a workspace that you trust.'),
  );
  const set = await chosenSet(
    ctx,
    argument,
    l10n.t('Attribute the failures of which audit?'),
    ({ failures }) => failures > 0,
  );
  if (set === undefined) return;
  if (set.failures === 0)
    throw new Refusal(l10n.t('{0} has no failures to attribute.', plainText(set.title, 80)));
  const request = await askRequest(ctx, set);
  if (request === undefined || !(await giveKey(ctx, request.model))) return;
  const looked = await askWithProgress(ctx.auditor, l10n.t('Looking what is to be asked'), 'attribute', {
    ...request,
    dryRun: true,
  });
  if (looked === undefined || !(await agreed(set, request, looked.words ?? ''))) return;
  const end = await ctx.jobs.run(l10n.t('Attributing {0}', plainText(set.title, 60)), () =>
    ctx.auditor.ask('attribute', request),
  );
  const words = endWords(end);
  const browse = l10n.t('Browse');
  if (words === undefined) return;
  if ((await window.showInformationMessage(plainText(words, 600), browse)) === browse)
    ctx.browsers.open({ set: set.dir, method: request.method });
}

async function askRequest(ctx: Ctx, set: AuditSet): Promise<AttributeRequest | undefined> {
  const title = l10n.t('Attribute the failures of {0}', plainText(set.title, 60));
  // The arms of a run were answered by its own model, at its end.
  const method = set.kind === 'run' ? 'judge' : await pickMethod(title);
  if (method === undefined) return undefined;
  const model = await pickModel(title, attributionModels(ctx));
  if (model === undefined) return undefined;
  const number = await pickLimit(title, set.failures);
  if (number === undefined) return undefined;
  return {
    set: set.dir,
    method,
    model,
    concurrency: Math.min(64, Math.max(1, Math.round(setting('audit.concurrency')))),
    ...(number.limit === undefined ? {} : { limit: number.limit }),
  };
}

/** Hands the auditor the key that a model wants. One of the environment needs none of ours; false when the user leaves. */
async function giveKey({ keys, auditor }: Ctx, { key, title }: ModelChoice): Promise<boolean> {
  if (key === undefined) return true;
  const value = await keys.get(key);
  if (value !== undefined) {
    await auditor.ask('keys', { keys: { [key]: value } });
    return true;
  }
  if ((process.env[key] ?? '') !== '') return true;
  throw new Refusal(l10n.t('{0} wants the key {1}, which is not set.', plainText(title, 80), key), {
    title: l10n.t('Set API Key...'),
    command: COMMAND_IDS.setApiKey,
    arguments: [{ name: key }],
  });
}

async function agreed(set: AuditSet, { model, method }: AttributeRequest, words: string): Promise<boolean> {
  const begin = l10n.t('Begin');
  const question = l10n.t(
    'Send questions, answers and images of {0} to {1} ({2})?',
    plainText(set.title, 80),
    plainText(model.title, 80),
    method,
  );
  // What a model is called is anybody's words: where it is, and which key goes there, tell whom it belongs to.
  const detail = [
    model.url === undefined ? '' : l10n.t('Address: {0}', plainText(placeOf(model), 200)),
    model.key === undefined ? '' : l10n.t('The key {0} is sent there.', plainText(model.key, 100)),
    plainText(words, 1000),
  ]
    .filter(Boolean)
    .join('\n');
  return (await window.showWarningMessage(question, { modal: true, detail }, begin)) === begin;
}
