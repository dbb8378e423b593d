import { LineSplitter } from './lines';
import { errorOf } from './last-error';
import { YamlBlock } from './yaml-block';
import type { MetricLine } from './metric-line';

/** What EasyR1's console output tells besides its files. */
export type ConsoleFact =
  | { readonly type: 'total'; readonly steps: number }
  /** It goes on from the checkpoint of that step. */
  | { readonly type: 'loaded'; readonly step: number }
  | { readonly type: 'metrics'; readonly line: MetricLine };

// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;]{0,20}[A-Za-z]/g;
/** Ray's prefix of what its workers say: `(Runner pid=123)`, `(WorkerDict pid=7, ip=10.0.0.1)`. */
const SPEAKER = /^\(([^()]{0,160}\bpid=\d{1,10}[^()]{0,80})\) ?/;
const TOTAL = /^Total training steps: (\d{1,12})$/;
const LOADED = /^Load from checkpoint: .{0,4000}global_step_(\d{1,12})[/\\]*\.?$/;
const STEP = /^Step (\d{1,12})$/;
/** A progress bar that is drawn between the lines of a step. */
const BAR = /\d%\||(?:it\/s|s\/it)[\],]/;
/** Lines after which an answer that never got its score is given up. */
const LONGEST_ANSWER = 20_000;

interface Voice {
  block?: { readonly step: number; readonly yaml: YamlBlock };
  /** Lines into an answer that is printed: a model's words are no facts. */
  quoted: number;
}

/** Reads the console output of EasyR1, with Ray's prefixes or without, in pieces. */
export class ConsoleReader {
  /** The last exception that was printed, as its last line says it: `ValueError: ...`. */
  lastError: string | undefined;
  private readonly lines = new LineSplitter(/\r\n|\n|\r/);
  private readonly voices = new Map<string, Voice>();

  push(text: string): readonly ConsoleFact[] {
    return this.lines.push(text).flatMap((line) => this.read(line));
  }

  end(): readonly ConsoleFact[] {
    const last = this.read(this.lines.take());
    return [...last, ...[...this.voices.values()].flatMap((voice) => closed(voice))];
  }

  private read(raw: string): readonly ConsoleFact[] {
    const line = raw.replace(COLOURS, '');
    const speaker = SPEAKER.exec(line);
    const text = speaker === null ? line : line.slice(speaker[0].length);
    const voice = this.voice(speaker?.[1] ?? '');
    if (quotes(voice, text)) return [];
    const step = STEP.exec(text);
    if (step !== null) {
      const before = closed(voice);
      voice.block = { step: Number(step[1]), yaml: new YamlBlock() };
      return before;
    }
    if (voice.block !== undefined) {
      if (BAR.test(text) || voice.block.yaml.push(text)) return [];
      return [...closed(voice), ...this.fact(text)];
    }
    return this.fact(text);
  }

  private fact(text: string): readonly ConsoleFact[] {
    this.lastError = errorOf(text) ?? this.lastError;
    const total = TOTAL.exec(text);
    if (total !== null) return [{ type: 'total', steps: Number(total[1]) }];
    const loaded = LOADED.exec(text);
    return loaded === null ? [] : [{ type: 'loaded', step: Number(loaded[1]) }];
  }

  private voice(name: string): Voice {
    const known = this.voices.get(name);
    if (known !== undefined) return known;
    // A cluster has so many workers; a log that invents more is not kept in memory.
    if (this.voices.size > 10_000) this.voices.clear();
    const voice: Voice = { quoted: 0 };
    this.voices.set(name, voice);
    return voice;
  }
}

function closed(voice: Voice): readonly ConsoleFact[] {
  const { block } = voice;
  delete voice.block;
  if (block === undefined || block.yaml.values.size === 0) return [];
  return [{ type: 'metrics', line: { step: block.step, values: block.yaml.values } }];
}

/** Whether a line belongs to an answer that EasyR1 prints: from `[prompt]` to `[score]`. */
function quotes(voice: Voice, text: string): boolean {
  if (text.startsWith('[prompt] ')) voice.quoted = 1;
  else if (voice.quoted === 0) return false;
  else if (text.startsWith('[score] ') || voice.quoted > LONGEST_ANSWER) voice.quoted = 0;
  else voice.quoted += 1;
  return true;
}
