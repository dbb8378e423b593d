import { ENGINES, presetOf, type EngineName, type Field } from '../../language';
import { BUILTIN_REWARDS, pythonFunctions } from '../../rewards';
import type { HoverContext } from './context';
import { code, count, fence, paragraphs, plain, points, valueCode } from './markdown';
import { referenceLink } from './reference';

/** A model: its preset with size, encoder and engines; of others, what kind of name it is. */
export function modelHover({ curriculum, reference }: HoverContext, text: string): string | undefined {
  const preset = presetOf(text);
  if (preset === undefined) {
    const model = curriculum?.model;
    if (model?.kind === 'folder') return `Model folder ${code(model.path)}.`;
    return model?.kind === 'hub' ? `Model ${code(model.id)} of the Hugging Face Hub.` : undefined;
  }
  const engines = preset.engines.map((name) => `\`${name}\``).join(', ');
  const thawed = preset.engines.filter((name) => !preset.freezableBy.includes(name));
  return paragraphs([
    `**${code(text)}**: ${preset.doc}`,
    points([
      `Size: ${sizeWords(preset.billions)}.`,
      `Engines: ${engines}.`,
      `Vision encoder: module \`${preset.visionTower}\`${
        thawed.length === 0
          ? '.'
          : `, which ${thawed.map((name) => `\`${name}\``).join(' and ')} cannot freeze by an option of its own.`
      }`,
      preset.hub === undefined ? 'Shipped with Stagecraft.' : `Weights: ${code(preset.hub)} on the Hub.`,
    ]),
    referenceLink(reference, 'model-presets'),
  ]);
}

const sizeWords = (billions: number): string =>
  billions < 0.01
    ? `${(billions * 1000).toLocaleString('en-US')} million parameters`
    : `${billions.toLocaleString('en-US')} billion parameters`;

/** An engine: what it is, and its settings as they are here. */
export function engineHover({ curriculum, reference }: HoverContext, name: EngineName): string {
  const { doc, settings } = ENGINES[name];
  const written = curriculum?.engine.name === name ? curriculum.engine.options : {};
  return paragraphs([
    `**\`${name}\`**: ${doc}`,
    points(
      Object.entries<Field>(settings).map(([key, field]) => {
        const value = written[key];
        if (value !== undefined) return `\`${key}\`: ${valueCode(value)}`;
        return `\`${key}\`: ${field.default === undefined ? (field.absent ?? 'not set') : `${valueCode(field.default)} by default`}`;
      }),
    ),
    referenceLink(reference, `engine${name}`),
  ]);
}

/** A reward: what a built-in one does, or the head and the words of a Python function, read as text and never run. */
export async function rewardHover(
  { curriculum, known, patience, reference }: HoverContext,
  text: string,
): Promise<string | undefined> {
  const builtin = Object.entries(BUILTIN_REWARDS).find(([name]) => name === text);
  if (builtin !== undefined) {
    return paragraphs([`**\`${builtin[0]}\`**: ${builtin[1].doc}`, referenceLink(reference, 'rewards')]);
  }
  const reward = curriculum?.reward;
  if (reward?.kind !== 'python') return undefined;
  const title = `Python reward ${code(reward.function)} in ${code(reward.path)}`;
  const reply = await patience.ask(known.text(reward.path));
  if (reply.state !== 'known') return `${title}${reply.state === 'later' ? ': reading the file…' : '.'}`;
  const definition = pythonFunctions(reply.value).find(({ name }) => name === reward.function);
  if (definition === undefined) return `${title}. The file defines no such function at its top.`;
  return paragraphs([
    `${title}, line ${count(definition.line + 1)}.`,
    fence(definition.head, 'python'),
    definition.doc === undefined ? undefined : plain(definition.doc),
  ]);
}
