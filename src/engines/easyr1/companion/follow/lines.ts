/** A longer line is no line of a log; it is dropped as it comes, and memory stays bounded. */
const LONGEST = 4 * 1024 * 1024;

/** Whole lines of a text that comes in pieces. */
export class LineSplitter {
  private rest = '';
  private skipping = false;

  /** `ends`: what a line ends at; what a terminal draws over (`\r`) can be one, too. */
  constructor(private readonly ends = /\r?\n/) {}

  push(text: string): readonly string[] {
    // A line that comes letter by letter is not looked through from its beginning each time.
    if (!/[\r\n]/.test(text)) return this.more(text);
    const lines = (this.rest + text).split(this.ends);
    this.rest = lines.pop() ?? '';
    if (this.skipping && lines.length > 0) {
      lines.shift();
      this.skipping = false;
    }
    if (this.rest.length > LONGEST) {
      this.rest = '';
      this.skipping = true;
    }
    return lines;
  }

  private more(text: string): readonly [] {
    this.rest += text;
    if (this.rest.length > LONGEST) {
      this.rest = '';
      this.skipping = true;
    }
    return [];
  }

  /** What came after the last line end; the splitter is as new. */
  take(): string {
    const { rest, skipping } = this;
    this.rest = '';
    this.skipping = false;
    return skipping ? '' : rest;
  }
}
