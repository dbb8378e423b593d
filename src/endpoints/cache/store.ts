import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, type ChatReply } from '../../protocol';
import { entryLine, parseEntry, type Entry } from './entry';
import { LONGEST_LINE, Shard } from './shard';

/**
 * Answers by the hash of what was asked: 256 append-only files of JSON lines, `00.jsonl` to `ff.jsonl`. A file an entry
 * would be hundreds of thousands of them; one file for all would be read whole by everybody. Several processes may share
 * it. Failures are never kept.
 */
export class AnswerCache {
  private readonly shards = new Map<string, Shard>();
  private made: Promise<unknown> | undefined;

  constructor(readonly folder: string) {}

  async get(key: string): Promise<Omit<ChatReply, 'cached'> | undefined> {
    const line = await this.shard(key).find(key);
    const entry = line === undefined ? undefined : parseEntry(line);
    return entry?.key === key ? entry.reply : undefined;
  }

  /** Rejects when the folder cannot be written. */
  async put(entry: Entry): Promise<void> {
    const line = entryLine(entry);
    if (Buffer.byteLength(line) > LONGEST_LINE) return;
    this.made ??= mkdir(this.folder, { recursive: true });
    await this.made;
    const shard = this.shard(entry.key);
    try {
      shard.append(line);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      // Somebody has removed the cache meanwhile.
      await mkdir(this.folder, { recursive: true });
      shard.append(line);
    }
  }

  private shard(key: string): Shard {
    const name = key.slice(0, 2);
    const known = this.shards.get(name);
    if (known !== undefined) return known;
    const made = new Shard(join(this.folder, `${name}.jsonl`));
    this.shards.set(name, made);
    return made;
  }
}
