import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AUDIT_COMMANDS, COMMAND_IDS, RUN_COMMANDS } from '../../src/extension/commands/ids';
import { AUDITS_KEY } from '../../src/extension/audits/key';
import { SETTINGS } from '../../src/extension/settings-table';
import { localisationBundle } from '../../scripts/l10n/strings';
import { manifest, manifestTexts, strings } from './manifest';

const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command);

describe('package.json and what the code declares', () => {
  test('the commands are the ones that are registered', () => {
    expect([...declared].sort()).toEqual(Object.values(COMMAND_IDS).sort());
  });

  test('menus, keys and walkthrough name commands that exist', () => {
    const inLinks = strings(contributes.walkthroughs.map(({ steps }) => steps))
      .map((text) => manifestTexts[text.slice(1, -1)] ?? text)
      .flatMap((text) => [...text.matchAll(/(?:\(command:|onCommand:)(stagecraft\.\w+)/g)])
      .map(([, id]) => id);
    expect(inLinks.length).toBeGreaterThan(5);
    const named = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...contributes.keybindings.map(({ command }) => command),
      ...inLinks,
    ];
    for (const id of named) expect(declared).toContain(id);
  });

  test('a command is offered in the palette only where it has something to act on', () => {
    const anywhere = new Set<string>([
      COMMAND_IDS.newCurriculum,
      COMMAND_IDS.importScript,
      COMMAND_IDS.restartServer,
      COMMAND_IDS.restartMonitor,
      COMMAND_IDS.showOutput,
      COMMAND_IDS.showRuns,
      COMMAND_IDS.importResults,
      COMMAND_IDS.setApiKey,
      COMMAND_IDS.forgetApiKey,
      COMMAND_IDS.restartAuditor,
    ]);
    const palette = contributes.menus.commandPalette ?? [];
    const limited = palette.map(({ command }) => command);
    expect([...limited].sort()).toEqual(declared.filter((id) => !anywhere.has(id)).sort());
    const aboutRuns = new Set<string>(Object.values(RUN_COMMANDS));
    const aboutAudits = new Set<string>(Object.values(AUDIT_COMMANDS));
    for (const { command, when } of palette) {
      if (aboutRuns.has(command)) expect(when, command).toMatch(/^stagecraft\.\w+Runs$/);
      else if (aboutAudits.has(command)) expect(when, command).toBe(AUDITS_KEY);
      else
        expect(when, command).toMatch(
          /^(?:editorLangId == curriculum|resourceScheme == stagecraft\S*|false)$/,
        );
    }
    for (const { command, when } of contributes.keybindings)
      expect(when).toContain(
        aboutRuns.has(command)
          ? 'focusedView == stagecraft.runs'
          : aboutAudits.has(command)
            ? 'focusedView == stagecraft.audits'
            : 'editorLangId == curriculum',
      );
  });

  test('the settings have the keys, types, values and defaults of the code', () => {
    const { properties } = contributes.configuration;
    expect(Object.keys(properties).sort()).toEqual(
      Object.keys(SETTINGS)
        .map((key) => `stagecraft.${key}`)
        .sort(),
    );
    for (const [key, setting] of Object.entries(SETTINGS)) {
      const schema = properties[`stagecraft.${key}`];
      expect(schema?.default).toEqual(setting.default);
      if ('values' in setting) {
        expect(schema?.type).toBe('string');
        expect(schema?.enum).toEqual(setting.values);
        expect(schema?.enumDescriptions).toHaveLength(setting.values.length);
      } else expect(schema?.type).toBe(typeof setting.default);
    }
  });

  test('a walkthrough of four steps, each of which can be completed', () => {
    const [walkthrough] = contributes.walkthroughs;
    expect(walkthrough?.steps.map(({ id }) => id)).toEqual(['create', 'understand', 'check', 'run']);
    for (const { completionEvents } of walkthrough?.steps ?? [])
      expect(completionEvents.length).toBeGreaterThan(0);
  });
});

describe('package.json and the files of the extension', () => {
  test('every file that it names is there', () => {
    const paths = strings([manifest.icon, contributes]).filter((text) =>
      /^(\.\/)?(media|syntaxes|schemas)\//.test(text),
    );
    expect(paths.length).toBeGreaterThan(9);
    for (const path of paths) expect(existsSync(path), path).toBe(true);
  });

  test('the icon is a picture of 128 by 128 points', () => {
    const png = readFileSync(manifest.icon);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });

  test('what an untrusted workspace says of programs and their environment is left out', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([
      'stagecraft.python',
      'stagecraft.environment',
      'stagecraft.endpoints',
    ]);
    const { properties } = contributes.configuration;
    for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      expect(properties[key]?.scope).toBe('machine-overridable');
  });

  test('it is active for curricula, runs, audits and their workspaces alone, where the files are', () => {
    expect(manifest.activationEvents).toEqual([
      'onLanguage:curriculum',
      'workspaceContains:**/*.curriculum.yaml',
      'workspaceContains:**/*.curriculum.yml',
      'workspaceContains:.stagecraft/runs',
      'onWebviewPanel:stagecraft.dashboard',
      'onWebviewPanel:stagecraft.audit',
      'onWebviewPanel:stagecraft.made',
      'onUri',
    ]);
    expect(manifest.extensionKind).toEqual(['workspace']);
  });
});

describe('texts for users', () => {
  test('every %key% of package.json has a text, and every text is used', () => {
    const used = strings(manifest).flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []);
    expect([...new Set(used)].sort()).toEqual(Object.keys(manifestTexts).sort());
  });

  test('titles and descriptions are keys, never bare text', () => {
    const bare = contributes.commands.filter(({ title }) => !title.startsWith('%'));
    expect(bare).toEqual([]);
  });

  test('the l10n bundle holds what the code says (else: npm run l10n)', () => {
    const bundle = JSON.parse(readFileSync(`${manifest.l10n}/bundle.l10n.json`, 'utf8')) as unknown;
    expect(bundle).toEqual(JSON.parse(localisationBundle()));
  });

  test('messages go through l10n.t', () => {
    const shown =
      /(?:show(?:Error|Warning|Information)Message|setStatusBarMessage|new Refusal)\(\s*(['"`])|(?:title|placeHolder|prompt|label|openLabel|detail|text): ['"`][A-Z]/;
    for (const file of readdirSync('src/extension', { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      expect(readFileSync(`src/extension/${file}`, 'utf8'), file).not.toMatch(shown);
    }
  });
});

test('tasks: what tasks.json may say is what the command line takes', () => {
  const [task] = contributes.taskDefinitions;
  expect(task?.type).toBe('stagecraft');
  expect(task?.required).toEqual(['file']);
  expect(Object.keys(task?.properties ?? {})).toEqual([
    'file',
    'stage',
    'from',
    'variant',
    'rehearse',
    'make',
  ]);
});
