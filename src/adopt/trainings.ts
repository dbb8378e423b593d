import { dirname } from 'node:path';
import { findNear, foldersAbove, type ReadText } from './files';
import { readLaunches, type Launch } from './shell/launches';
import type { Notes, Training } from './types';
import { commandValue, configKeys, isOpen } from './values';

/** Whether a text is a configuration of EasyR1: a YAML mapping with its groups. */
export function isConfig(text: string): boolean {
  const keys = configKeys(text);
  if (keys === undefined) return false;
  const groups = new Set([...keys.keys()].map((key) => key.split('.')[0]));
  return ['data', 'worker', 'trainer', 'algorithm'].filter((group) => groups.has(group)).length >= 2;
}

/** Whether a text starts EasyR1, or scripts that may. */
export const isScript = (text: string): boolean =>
  /verl[./]trainer[./]main|^#!.{0,40}\b(?:ba|z|k|da)?sh\b/mu.test(text.slice(0, 200_000));

/** Every start of EasyR1 that a configuration, or a script with what it reads and calls, has. */
export function readTrainings(
  path: string,
  text: string,
  {
    read,
    settings,
    notes,
  }: { readonly read: ReadText; readonly settings: readonly string[]; readonly notes: Notes },
): readonly Training[] {
  if (isConfig(text)) {
    return [{ origin: path, keys: configKeys(text) ?? new Map(), ...baseOf(path, read) }];
  }
  const { launches, missing, absent } = readLaunches(path, text, read, settings);
  for (const name of absent)
    notes.tell(`${name} is not in the folders of the script, so the variables that it sets are not known.`);
  const trainings = launches.flatMap((launch) => trainingOf(launch, read, notes));
  for (const { words } of launches) {
    if (words[0]?.text === 'llamafactory-cli') {
      notes.warn(
        'The script also starts LLaMA-Factory, which a curriculum does not: run that by hand and set `model` to the folder that it writes.',
      );
    }
  }
  const used = trainings
    .flatMap(({ keys }) => [...keys.values()])
    .filter((value) => typeof value === 'string');
  for (const [name, message] of missing) {
    if (!used.some((value) => value.includes(`\${${name}}`))) continue;
    notes.warn(
      `The script gives \`${name}\` no value${message === '' ? '' : ` (it says: ${message})`}: \`\${${name}}\` stands where its value belongs.`,
    );
  }
  return trainings;
}

/** EasyR1's checkout, where one of the folders above is it. */
function baseOf(path: string, read: ReadText): { readonly base?: string } {
  const base = foldersAbove(path).find((folder) => read(`${folder}/verl/trainer/main.py`) !== undefined);
  return { base: base ?? dirname(path) };
}

function trainingOf({ script, words, cwd }: Launch, read: ReadText, notes: Notes): readonly Training[] {
  const at = words.findIndex(({ text }) =>
    /^verl\.trainer\.main$|(?:^|\/)verl\/trainer\/main\.py$/u.test(text),
  );
  if (at === -1) return [];
  const keys = new Map<string, unknown>();
  const overrides = new Map<string, unknown>();
  let base = cwd;
  for (const { text } of words.slice(at + 1)) {
    const [, key = '', value = ''] = /^\+{0,2}(?<key>[\w.]+)=(?<value>[\s\S]*)$/u.exec(text) ?? [];
    if (key === '') {
      if (text.trim() !== '')
        notes.warn(`\`${text.slice(0, 80)}\` behind EasyR1’s command is no \`key=value\` and was left out.`);
      continue;
    }
    if (text.startsWith('+'))
      notes.warn(
        `\`${text.slice(0, 80)}\`: EasyR1 does not know \`+\`, which is Hydra’s; \`${key}\` was taken without it.`,
      );
    if (key !== 'config') {
      overrides.set(key, commandValue(value));
      continue;
    }
    const found = isOpen(value) ? undefined : findNear(script, value, cwd);
    const config = found === undefined ? undefined : configKeys(read(found.path) ?? '');
    if (config === undefined) {
      notes.warn(
        `The configuration \`${value.slice(0, 200)}\` could not be read: what it sets is not in the curriculum, and EasyR1’s defaults stand for it. It is looked for from the script’s folder upwards: import the script where it lies in EasyR1’s checkout.`,
      );
    }
    base ??= found?.base;
    for (const [name, one] of config ?? []) keys.set(name, one);
  }
  for (const [key, value] of overrides) keys.set(key, value);
  const cluster = clusterOf(words.slice(0, at).map(({ text }) => text));
  return [
    {
      origin: script,
      keys,
      ...(base === undefined ? {} : { base }),
      ...(cluster === undefined ? {} : { cluster }),
    },
  ];
}

/** The address that `ray job submit` is given. */
function clusterOf(before: readonly string[]): string | undefined {
  const at = before.findIndex((word, index) => word === 'job' && before[index + 1] === 'submit');
  const options = at === -1 ? [] : before.slice(at + 2);
  const address = options.flatMap((word, index) => {
    const [, joined] = /^--address=(.*)$/su.exec(word) ?? [];
    return word === '--address' ? [options[index + 1] ?? ''] : (joined ?? []);
  })[0];
  return /^(?:https?|ray):\/\/[^\s$`@]+$/u.test(address ?? '') ? address : undefined;
}
