import { dirname, resolve } from 'node:path';
import {
  BUILTIN_REWARDS,
  ENGINE_NAMES,
  MODEL_PRESETS,
  type EngineName,
  type ModelPreset,
} from '../../../language';
import { pythonFunctions } from '../../../rewards';
import { oneEdit, quoted, type Fix, type Fixer } from '../fix';
import { variantOf } from '../spot';
import { nameFixes } from '../write/near';
import { removeEntry } from '../write/remove';
import { replaceNode, replaceText, setPath } from '../write/set';

const presets: Readonly<Record<string, ModelPreset>> = MODEL_PRESETS;

/** Presets that an engine can train. */
export const presetsFor = (engine: EngineName): readonly string[] =>
  Object.entries(presets).flatMap(([name, preset]) => (preset.engines.includes(engine) ? [name] : []));

/** SC208: the nearest preset, a folder of that name, or another preset of the engine. */
export const unknownModel: Fixer = async ({ snapshot, known, spot }) => {
  const node = spot.levels.at(-1)?.node;
  if (node?.kind !== 'scalar') return [];
  const engine = snapshot.checked.base.curriculum?.engine.name ?? 'embedded';
  const names = nameFixes(node.text, Object.keys(presets), (name) => replaceText(node, name));
  const folder = snapshot.onDisk
    ? await known?.folder(resolve(dirname(snapshot.path), node.text))
    : undefined;
  const asFolder =
    folder === undefined
      ? []
      : oneEdit('Name the folder with `./`', replaceText(node, `./${node.text}`), { preferred: true });
  const others = presetsFor(engine)
    .filter((name) => !names.some(({ title }) => title.includes(quoted(name))))
    .flatMap((name) => oneEdit(`Change to ${quoted(name)}`, replaceText(node, name)));
  return [...asFolder, ...names.map((fix) => (asFolder.length > 0 ? without(fix) : fix)), ...others];
};

const without = ({ title, edits }: Fix): Fix => ({ title, edits });

/** SC220: the engine that trains the model, or a model that the engine trains. */
export const modelOfEngine: Fixer = ({ snapshot, spot }) => {
  const node = spot.levels.at(-1)?.node;
  const engine = snapshot.checked.base.curriculum?.engine.name ?? 'embedded';
  if (node?.kind !== 'scalar') return [];
  return [
    ...oneEdit(
      'Train it with `engine: embedded`',
      setPath(snapshot, [...variantOf(spot), 'engine'], 'embedded'),
    ),
    ...presetsFor(engine).flatMap((name) => oneEdit(`Change to ${quoted(name)}`, replaceText(node, name))),
  ];
};

/** SC210: the nearest engine, or any; of two that are named, one. */
export const oneEngine: Fixer = ({ snapshot, spot }) => {
  const level = spot.levels.at(-1);
  if (level === undefined) return [];
  if (spot.part === 'key' && level.entry !== undefined && level.entry.key !== 'engine') {
    return oneEdit(`Remove ${quoted(level.entry.key)}`, removeEntry(spot.levels), { preferred: true });
  }
  const { node } = level;
  if (node.kind === 'scalar') {
    const model = snapshot.checked.base.curriculum?.model;
    const names = ENGINE_NAMES.filter(
      (name) =>
        model?.kind !== 'preset' || name === 'embedded' || presets[model.name]?.engines.includes(name),
    );
    return nameFixes(node.text, names, (name) => replaceText(node, name), names.length);
  }
  return oneEdit('Change to `embedded`', replaceNode(node, 'embedded'), { preferred: true });
};

/** SC209 and SC460: the nearest built-in reward, or the function that a Python file is missing. */
export const unknownReward: Fixer = async ({ snapshot, known, spot }) => {
  const node = spot.levels.at(-1)?.node;
  if (node?.kind !== 'scalar') return [];
  const file = /^(.+\.py)\b.*$/su.exec(node.text)?.[1];
  if (file === undefined) {
    const names = Object.keys(BUILTIN_REWARDS);
    return nameFixes(node.text, names, (name) => replaceText(node, name), names.length);
  }
  const functions = await functionsOf(known, resolve(dirname(snapshot.path), file));
  const names = functions.length === 0 ? ['compute_score'] : functions;
  return names.slice(0, 5).flatMap((name, index) =>
    oneEdit(`Name its function ${quoted(name)}`, replaceText(node, `${file}:${name}`), {
      preferred: index === 0,
    }),
  );
};

/** Public functions of a Python file, `compute_score` first; read as text. */
export async function functionsOf(
  known: { text(path: string): Promise<string | undefined> } | undefined,
  path: string,
): Promise<readonly string[]> {
  const text = (await known?.text(path)) ?? '';
  const names = pythonFunctions(text)
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('_'));
  return names.sort((a, b) => Number(b === 'compute_score') - Number(a === 'compute_score'));
}

/** SC462: a function that the file has. */
export const unknownFunction: Fixer = async ({ snapshot, known, spot }) => {
  const node = spot.levels.at(-1)?.node;
  const parts = node?.kind === 'scalar' ? /^(.+\.py):(.*)$/su.exec(node.text) : null;
  const [, file, name] = parts ?? [];
  if (node?.kind !== 'scalar' || file === undefined || name === undefined) return [];
  const functions = await functionsOf(known, resolve(dirname(snapshot.path), file));
  return nameFixes(name, functions, (one) => replaceText(node, `${file}:${one}`), 4);
};
