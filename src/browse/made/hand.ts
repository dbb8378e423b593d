import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';

import { literal, type Database } from '../../data';
import { LONGEST_NOTE, MADE_FILES, parseHandLine, type HandLine } from '../../make';
import { Refusal, type HandDecision } from '../../protocol';
import { textOf } from '../store/texts';
import { LineTail } from '../verdicts/tail';

/** Code of what a person said, by question; 0: nothing. */
export const HAND_CODES = ['keep', 'drop'] as const satisfies readonly HandDecision[];

/** Questions of which something was said, at most: more no person has looked at. */
const MOST = 500_000;
/** Ids that are looked up at once. */
const AT_ONCE = 2000;

interface Said {
  readonly decision: HandDecision;
  readonly note?: string;
}

/** What a person said of a made set's questions: `hand.jsonl`, read as it grows; the last line of a question counts. */
export class MadeHand {
  readonly codes: Uint8Array;
  private readonly said = new Map<string, Said>();
  private readonly places = new Map<string, readonly number[]>();
  private readonly tail: LineTail;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dir: string,
    private readonly database: Database,
    private readonly source: string,
    rows: number,
  ) {
    this.codes = new Uint8Array(rows);
    this.tail = new LineTail(join(dir, MADE_FILES.hand));
  }

  of(id: string): Said | undefined {
    return this.said.get(id);
  }

  /** Reads what has been said since; whether anything was. */
  refresh(): Promise<boolean> {
    const reading = this.turn.then(() => this.read());
    this.turn = reading.catch(() => undefined);
    return reading;
  }

  /** Appends what a person says of a question and waits until it is on the disk: nobody likes to say it twice. */
  async say(id: string, decision: HandDecision | null, note: string | undefined): Promise<void> {
    const path = join(this.dir, MADE_FILES.hand);
    const line: HandLine = {
      q: id,
      decision,
      time: new Date().toISOString(),
      ...(note === undefined || note.trim() === '' ? {} : { note: note.slice(0, LONGEST_NOTE) }),
    };
    const there = await lstat(path).catch(() => undefined);
    // A folder may come from anywhere: what is appended must not go through a link to another file.
    if (there !== undefined && !there.isFile())
      throw new Refusal(`${path} is no file of its own`, 'Remove it, and say it again.');
    const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW } = constants;
    const file = await open(path, O_APPEND | O_CREAT | O_RDWR | O_NOFOLLOW, 0o644);
    try {
      await file.appendFile(`${await tornEnd(file)}${JSON.stringify(line)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private async read(): Promise<boolean> {
    if (!(await this.tail.hasNews())) return false;
    const changed = new Set<string>();
    const told = await this.tail.read(
      ({ text }) => {
        const line = parseHandLine(text);
        if (line === undefined) return;
        if (line.decision === null) this.said.delete(line.q);
        else if (this.said.size < MOST || this.said.has(line.q))
          this.said.set(line.q, {
            decision: line.decision,
            ...(line.note === undefined ? {} : { note: line.note }),
          });
        changed.add(line.q);
      },
      () => {
        this.said.clear();
        this.codes.fill(0);
      },
    );
    await this.find([...changed].filter((id) => !this.places.has(id)));
    for (const id of changed) {
      const decision = this.said.get(id)?.decision;
      const code = decision === undefined ? 0 : HAND_CODES.indexOf(decision) + 1;
      for (const i of this.places.get(id) ?? []) this.codes[i] = code;
    }
    return told;
  }

  /** Where questions with these ids stand; one id may stand at several places. */
  private async find(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      const rows = await this.database.all(
        `SELECT id, list(i) FROM ${this.source} WHERE question IS NOT NULL AND id IN (${some.map(literal).join(', ')}) GROUP BY id`,
      );
      const found = new Map(
        rows.map(([id, places]) => [textOf(id), (places as readonly number[]).map(Number)]),
      );
      for (const id of some) this.places.set(id, found.get(id) ?? []);
    }
  }
}

/** A line end for a file whose last line was torn, so that the next one is a line of its own. */
async function tornEnd(file: Awaited<ReturnType<typeof open>>): Promise<'' | '\n'> {
  const { size } = await file.stat();
  if (size === 0) return '';
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] === 10 ? '' : '\n';
}
