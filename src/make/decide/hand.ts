import { join } from 'node:path';
import { MADE_FILES } from '../layout';
import { lineBatches } from '../../results';
import { existsSync } from 'node:fs';
import { parseHandLine } from '../read/hand';
import type { MakeContext } from '../types';
import type { WorkDatabase } from './work-database';

/** Table `h`: what a person said last of a question (`id`, `decision`); what was taken back is not there. */
export async function loadHand({ made, signal }: MakeContext, work: WorkDatabase): Promise<number> {
  await work.run('CREATE TABLE h (id VARCHAR, decision VARCHAR)');
  const said = new Map<string, string>();
  const file = join(made.to, MADE_FILES.hand);
  if (existsSync(file)) {
    for await (const batch of lineBatches(file, { signal })) {
      for (const { text } of batch) {
        const line = text === undefined ? undefined : parseHandLine(text);
        if (line === undefined) continue;
        if (line.decision === null) said.delete(line.q);
        else said.set(line.q, line.decision);
      }
    }
  }
  const table = await work.appender('h');
  try {
    for (const [id, decision] of said) {
      table.appendVarchar(id);
      table.appendVarchar(decision);
      table.endRow();
    }
  } finally {
    table.closeSync();
  }
  return said.size;
}
