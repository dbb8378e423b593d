import { describe, expect, test } from 'vitest';
import { AUDITS_KEY } from '../../../src/extension/audits/key';
import { manifest } from '../manifest';

/** Commands that the menu of an entry of the Audits view offers, by the words of its context. */
function offered(context: string): ReadonlySet<string> {
  const items = manifest.contributes.menus['view/item/context'] ?? [];
  return new Set(
    items.flatMap(({ command, when = '' }) => {
      if (!when.includes('view == stagecraft.audits')) return [];
      const pattern = /viewItem =~ \/(.*?)\/(?: |$)/.exec(when)?.[1];
      const equal = /viewItem == (\w+)/.exec(when)?.[1];
      const fits = pattern === undefined ? equal === context : new RegExp(pattern).test(context);
      return fits ? [command.replace('stagecraft.', '')] : [];
    }),
  );
}

describe('menus of the Audits view', () => {
  test('what was imported can be deleted; what belongs to a run cannot', () => {
    const always = ['browseFailures', 'showAuditFolder', 'compareAudits', 'exportAudit'];
    expect(offered('audit import failures')).toEqual(
      new Set([...always, 'attributeFailures', 'draftStage', 'deleteAudit']),
    );
    expect(offered('audit run failures')).toEqual(new Set([...always, 'attributeFailures', 'draftStage']));
    expect(offered('audit run')).toEqual(new Set(always));
    expect(offered('benchmark')).toEqual(new Set(['browseFailures']));
  });

  test('the view says how to begin, with and without a folder', () => {
    const welcome = (
      manifest.contributes.viewsWelcome as readonly { readonly view: string; readonly when: string }[]
    ).filter(({ view }) => view === 'stagecraft.audits');
    expect(welcome.map(({ when }) => when)).toEqual([
      'workspaceFolderCount == 0',
      'workspaceFolderCount > 0',
    ]);
  });

  test('context keys about audits are those that are set', () => {
    const keys = [...JSON.stringify(manifest.contributes).matchAll(/stagecraft\.has(?!Runs)\w+/g)].map(
      ([key]) => key,
    );
    expect(new Set(keys)).toEqual(new Set([AUDITS_KEY]));
  });
});
