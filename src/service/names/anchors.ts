import { Parser, type CST } from 'yaml';
import type { SourceText, Span } from '../../language';

/** An anchor `&name` or an alias `*name`; `group` numbers the anchor that it is or stands for. */
export interface AnchorMark {
  readonly name: string;
  readonly role: 'declaration' | 'reference';
  /** Of the name alone, without its sign. */
  readonly span: Span;
  readonly group: number;
}

/** Anchors and aliases of a text, in the order written. An alias without an anchor before it has the group -1. */
export function anchorMarks(source: SourceText): readonly AnchorMark[] {
  // Hardly a curriculum has one; to look is far cheaper than to parse.
  if (!/[&*][^\s&*]/.test(source.text)) return [];
  const marks: AnchorMark[] = [];
  const groups = new Map<string, number>();
  let count = 0;
  for (const { type, offset, source: written } of tokensInOrder(source.text)) {
    const name = written.slice(1);
    const span = { source, start: offset + 1, end: offset + written.length };
    if (type === 'anchor') {
      groups.set(name, count);
      marks.push({ name, role: 'declaration', span, group: count++ });
    } else marks.push({ name, role: 'reference', span, group: groups.get(name) ?? -1 });
  }
  return marks;
}

interface Mark {
  readonly type: 'anchor' | 'alias';
  readonly offset: number;
  readonly source: string;
}

function tokensInOrder(text: string): readonly Mark[] {
  const found: Mark[] = [];
  const pending: unknown[] = [...new Parser().parse(text)];
  for (let token = pending.pop(); token !== undefined; token = pending.pop()) {
    if (typeof token !== 'object' || token === null) continue;
    const { type, offset, source } = token as Partial<CST.SourceToken | CST.FlowScalar>;
    if ((type === 'anchor' || type === 'alias') && offset !== undefined && source !== undefined) {
      found.push({ type, offset, source });
    }
    for (const value of Object.values(token)) {
      if (Array.isArray(value)) for (const one of value) pending.push(one);
      else if (typeof value === 'object') pending.push(value);
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}
