import type { EngineName } from '../../language';
import easyr1 from './easyr1.json';
import { embeddedOptions } from './embedded';
import trl from './trl.json';
import type { EngineOption } from './types';

/** A row of the JSON tables: what is false or absent is left out there. */
type Row = Pick<EngineOption, 'key' | 'default' | 'doc'> & {
  readonly type: string;
  readonly nullable?: boolean;
  readonly automatic?: boolean;
  readonly values?: readonly string[];
  readonly methods?: readonly string[];
};

const fromRow = (row: Row): EngineOption =>
  ({
    ...row,
    // The tables are ours and a test reads every row of them.
    type: row.type as EngineOption['type'],
    nullable: row.nullable === true,
    automatic: row.automatic === true,
    ...(row.methods === undefined ? {} : { methods: row.methods as NonNullable<EngineOption['methods']> }),
  }) as EngineOption;

const READ: Readonly<Record<EngineName, () => readonly EngineOption[]>> = {
  embedded: embeddedOptions,
  trl: () => (trl as readonly Row[]).map(fromRow),
  easyr1: () => (easyr1 as readonly Row[]).map(fromRow),
};

const read = new Map<EngineName, ReadonlyMap<string, EngineOption>>();

/** All keys that an engine knows, by name, in the engine's own order of topics. */
export function engineOptions(engine: EngineName): ReadonlyMap<string, EngineOption> {
  const known = read.get(engine) ?? new Map(READ[engine]().map((option) => [option.key, option]));
  read.set(engine, known);
  return known;
}

/** The option that a key means: the one of that name, or the mapping that the key is an entry of. */
export function engineOption(engine: EngineName, key: string): EngineOption | undefined {
  const options = engineOptions(engine);
  const own = options.get(key);
  if (own !== undefined) return own;
  for (let dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
    const above = options.get(key.slice(0, dot));
    if (above !== undefined) return above.type === 'map' || above.type === 'any' ? above : undefined;
  }
  return undefined;
}
