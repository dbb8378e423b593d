import type { Problem } from '../../../protocol';
import { preflightProblem } from '../../codes';
import { looked, type Looked } from '../result';
import type { Surroundings } from './input';

/** What stands in published scripts for a path that everybody must fill in. */
const PLACEHOLDER = /(?:^|[\\/])path[\\/]to(?:[\\/]|$)|<[^>]*path[^>]*>|^\/?your[-_/]/i;

/** Paths that were copied with a script and never filled in. */
export function checkPlaceholders({ plan, stages, locate }: Surroundings): readonly Looked[] {
  const { curriculum } = plan;
  const { model, engine, datasets } = curriculum;
  const found: Problem[] = [];
  const look = (value: unknown, place: () => Problem['place'], what: string): void => {
    if (typeof value !== 'string' || !PLACEHOLDER.test(value)) return;
    found.push(
      preflightProblem(
        'placeholder',
        place(),
        `${what} is still a placeholder: ${value}`,
        'Write the path of this machine.',
      ),
    );
  };
  if (model.kind === 'folder') look(model.path, () => locate(['model']), 'The model');
  for (const { id, train } of datasets)
    if (train.kind === 'file')
      look(train.path, () => locate(['datasets', id, 'train']), `The data of \`${id}\``);
  for (const [key, value] of Object.entries(engine.options))
    look(value, () => locate(['engine', engine.name, key]), `\`${key}\``);
  for (const { id, engineOptions } of stages)
    for (const [key, value] of Object.entries(engineOptions))
      look(value, () => locate(['stages', id, 'engine_options', key]), `\`${key}\` of stage \`${id}\``);
  return found.length === 0 ? [] : [looked('engine', 'Placeholders', found[0]?.message ?? '', found)];
}
