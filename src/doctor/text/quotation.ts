/** Fields of a row, a configuration or a sample: what stands in them was not said by a program. */
const FIELD =
  /^(?:[{[]{0,2}\s{0,8}(?:"[^"]{1,80}"|'[^']{1,80}')\s?:|(?:question|problem|prompt|answer|response|completion|output|sample|row|gold|ground[ _]truth|prediction|caption|example|user|assistant|system|human|thought)s?(?:\s#?\d{1,9})?\s?(?:=|:\s))/i;

/** Tables in which TRL prints samples, quotations and comments, and the tags in which models answer. */
const TABLE = /^[>#]\s|^[│┃║|├└╭╰┏┡╞╔╚]|^<\/?(?:think|answer|caption|image|observe|reasoning)>/i;

/** The blocks in which EasyR1 and verl print what was sampled: from the prompt to the score, over many lines. */
const BLOCK_BEGINS = /^\[(?:prompt|input|output|response|ground_truth)\](?:\s|$)/;
/** A response whose reasoning goes on over several lines. */
const REASONING_BEGINS = /^<think>(?!.*<\/think>)/i;
const REASONING_ENDS = /<\/(?:think|answer)>/i;
const BLOCK_ENDS = /^\[score\](?:\s|$)/;
/** A block that was cut off must not hide the rest of a log. */
const LONGEST_BLOCK = 400;
const AFTER_ALL = /^(?:Traceback \(most recent call last\):|\*{3} SIG|Fatal Python error)/;

/**
 * `doubtful`: a stack trace in the middle of a block, or what follows a `<think>`. Either the sample has it, and the
 * block ends as blocks do; or the sample was cut off and the engine speaks.
 */
export type Quoted = 'no' | 'yes' | 'doubtful' | 'ends';

interface Block {
  readonly source: string;
  readonly ends: RegExp;
  lines: number;
  doubtful: boolean;
}

export interface Quotations {
  /** Whether a line, stripped of its prefixes, belongs to a sample, a row or a printed configuration. */
  readonly see: (text: string, source: string) => Quoted;
  /** In the middle of a block. */
  readonly open: () => boolean;
}

/** Tells what a log quotes from what its programs say. */
export function quotations(): Quotations {
  let block: Block | undefined;
  return {
    open: () => block !== undefined,
    see: (text, source) => {
      // Other workers may speak in between.
      if (block?.source === source) {
        block.lines += 1;
        if (block.ends.test(text)) {
          block = undefined;
          return 'ends';
        }
        block.doubtful ||= AFTER_ALL.test(text);
        if (block.lines <= LONGEST_BLOCK) return block.doubtful ? 'doubtful' : 'yes';
        block = undefined;
      }
      if (BLOCK_BEGINS.test(text)) {
        block = { source, lines: 0, doubtful: false, ends: BLOCK_ENDS };
        return 'yes';
      }
      if (block === undefined && REASONING_BEGINS.test(text)) {
        block = { source, lines: 0, doubtful: true, ends: REASONING_ENDS };
        return 'yes';
      }
      return BLOCK_ENDS.test(text) || FIELD.test(text) || TABLE.test(text) ? 'yes' : 'no';
    },
  };
}
