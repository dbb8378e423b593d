import { extname } from 'node:path';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

/** `run.json` without the texts of prompts and programs: of those, only how long they are. */
export function reduceManifest(value: unknown): unknown {
  if (!isRecord(value) || !Array.isArray(value.files)) return value;
  const files = value.files.map((file: unknown) => {
    if (!isRecord(file) || typeof file.path !== 'string') return {};
    const kept = ['.yaml', '.yml'].includes(extname(file.path).toLowerCase());
    return { path: file.path, text: kept ? file.text : `(left out: ${lengthOf(file.text)} characters)` };
  });
  return { ...value, files };
}

/** An event without the texts of a sample: their lengths and the reward are what a fault shows in. */
export function reduceEvent(value: unknown): unknown {
  if (!isRecord(value) || value.type !== 'sample' || !isRecord(value.sample)) return value;
  const { question, gold, response, reward, images } = value.sample;
  const characters = { question: lengthOf(question), gold: lengthOf(gold), response: lengthOf(response) };
  return {
    ...value,
    sample: { reward, characters, images: Array.isArray(images) ? images.length : 0 },
  };
}

/** Where trainers print samples: verl's console lines, and the tables of TRL. */
const BLOCK_BEGIN = /^(?:\([^)]*\)\s*)?\[(?:prompt|response|output|ground_truth|input)\]/iu;
const BLOCK_END = /^(?:\([^)]*\)\s*)?\[(?:score|reward|overall)\]/iu;
const TABLE = /^\s*[│┃╭╰┏┗┡├└┌╞]/u;
/** A block without an end is over after so many lines. */
const LONGEST_BLOCK = 2000;

/** A log without the samples that trainers print. */
export function reduceLog(text: string): string {
  const out: string[] = [];
  let left = 0;
  let tabled = false;
  for (const line of text.split('\n')) {
    if (left > 0) {
      left = BLOCK_END.test(line) ? 0 : left - 1;
      if (left > 0) continue;
    }
    if (BLOCK_BEGIN.test(line)) {
      out.push('(a sample was printed here: left out)');
      left = LONGEST_BLOCK;
    } else if (!TABLE.test(line)) {
      out.push(line);
      tabled = false;
    } else if (!tabled) {
      out.push('(a table was printed here: left out)');
      tabled = true;
    }
  }
  return out.join('\n');
}
