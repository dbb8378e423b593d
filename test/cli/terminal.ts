import type { Terminal } from '../../src/cli/terminal';

/** A terminal without colours that keeps what it was told. */
export function plainTerminal(): Terminal & { readonly lines: string[]; readonly errors: string[] } {
  const lines: string[] = [];
  const errors: string[] = [];
  return {
    lines,
    errors,
    interactive: false,
    width: 100,
    height: 24,
    out: (text) => void lines.push(text),
    err: (text) => void errors.push(text),
    style: (_style, text) => text,
    status: () => undefined,
  };
}
