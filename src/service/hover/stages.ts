import type { Curriculum, Stage } from '../../language';
import type { StageFacts } from '../known/known';
import { factsOf, type HoverContext } from './context';
import { code, count, names, paragraphs, plain, points } from './markdown';

/** A stage: steps with their formula, rows, order, and the chain of checkpoints that leads to it. */
export function stageHover(context: HoverContext, id: string): string | undefined {
  const { curriculum } = context;
  const stage = curriculum?.stages.find((one) => one.id === id);
  if (curriculum === undefined || stage === undefined) return undefined;
  const facts = factsOf(context, id);
  const { capability } = curriculum.schedule;
  const pooled = capability !== 'staged';
  return paragraphs([
    `**${code(id)}**: stage ${count(curriculum.stages.indexOf(stage) + 1)} of ${count(curriculum.stages.length)}, on ${names(stage.data)}`,
    pooled
      ? `The schedule is \`${capability}\`: its rows are part of the one stage \`${capability}\`.`
      : undefined,
    facts === undefined
      ? '_Steps and rows are known once the data was read._'
      : points([...stepLines(facts), ...(pooled ? [] : chainLines(context, curriculum, stage))]),
    facts !== undefined || pooled ? undefined : points(chainLines(context, curriculum, stage)),
  ]);
}

/** Lines of the plan's summary that say how long the stage is, on which rows and in which order. */
function stepLines({ rows, allRows, summary }: StageFacts): readonly string[] {
  const lines = (id: string) => summary.sections.find((section) => section.id === id)?.lines ?? [];
  const training = lines('training').flatMap(({ label, value, note }) => {
    switch (label) {
      case 'steps':
        return [`steps: **${plain(value)}**${note === undefined ? '' : `, ${code(note)}`}`];
      case 'until':
        return [`until: ${code(value)}${note === undefined ? '' : `, ${plain(note)}`}`];
      case 'left over':
      case 'a step':
        return [`${label}: ${plain(value)}${note === undefined ? '' : `, ${plain(note)}`}`];
      default:
        return [];
    }
  });
  return [
    ...training,
    `rows: ${count(rows)}${rows === allRows ? '' : ` of ${count(allRows)}, which \`where\` keeps`}`,
    ...lines('order').map(({ value }) => `order: ${plain(value)}`),
  ];
}

/** Which checkpoint the stage starts from, and the stages before it back to the base model. */
function chainLines(context: HoverContext, curriculum: Curriculum, stage: Stage): readonly string[] {
  const position = new Map(curriculum.stages.map((one, index) => [one.id, index]));
  const chain: string[] = [];
  for (
    let current: Stage | undefined = stage;
    current !== undefined && chain.length < curriculum.stages.length;
    current = beforeOf(curriculum, position, current)
  ) {
    chain.push(current.id);
  }
  const start = factsOf(context, stage.id)
    ?.summary.sections.find(({ id }) => id === 'checkpoints')
    ?.lines.find(({ label }) => label === 'starts from')?.value;
  return [
    ...(start === undefined ? [] : [`starts from: ${plain(start)}`]),
    `chain: base model → ${names(chain.reverse(), ' → ')}`,
  ];
}

/** The stage that a stage continues; nothing for one that starts from the base model. */
function beforeOf(
  { stages }: Curriculum,
  position: ReadonlyMap<string, number>,
  { id, from }: Stage,
): Stage | undefined {
  if (from === 'base') return undefined;
  const at = from === undefined ? (position.get(id) ?? 0) - 1 : position.get(from);
  return at === undefined ? undefined : stages[at];
}

/** A variant: what it changes, and how long it trains. */
export function variantHover(context: HoverContext, name: string): string | undefined {
  const { snapshot, known, found } = context;
  const curriculum = snapshot.checked.variants.get(name)?.curriculum;
  if (curriculum === undefined) return undefined;
  const changed = found.node.kind === 'map' ? [...found.node.entries.keys()] : [];
  const stages = known.stages(snapshot.uri, name);
  return paragraphs([
    `**${code(name)}**: ${changed.length === 0 ? 'a variant that changes nothing' : `a variant that changes ${names(changed)}`}`,
    points([
      `schedule: \`${curriculum.schedule.capability}\`, difficulty \`${curriculum.schedule.difficulty}\``,
      `stages: ${names(
        curriculum.stages.map(({ id }) => id),
        ' → ',
      )}`,
      ...(stages === undefined
        ? []
        : [`steps: ${count(stages.reduce((sum, { steps }) => sum + steps, 0))} in all`]),
    ]),
  ]);
}
