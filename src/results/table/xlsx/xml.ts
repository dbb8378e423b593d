import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { TableError } from '../types';

/** What a reader wants to hear of a document, names without their prefix. */
export interface XmlHandlers {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** Bytes within one tag or text, and tags within one another: the parser holds all of these in memory. */
const LONGEST_PIECE = 64 * 1024 * 1024;
const DEEPEST = 256;

export interface XmlReader {
  write(chunk: Buffer): void;
  end(): void;
}

function bare(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/**
 * Reads a document in pieces. Document types are refused, so that no entity but XML's own five can expand. `write`
 * and `end` throw a `TableError` when it is not well-formed.
 */
export function xmlReader({ open, close, text }: XmlHandlers): XmlReader {
  const parser = new SaxesParser({ position: false });
  const fail = (reason: string): never => {
    throw new TableError(reason, 'Write it again, or as TSV (PRED_FORMAT=tsv).');
  };
  parser.on('error', () => fail('a part of it is damaged XML'));
  parser.on('doctype', () => fail('it holds a document type, which no spreadsheet needs'));
  let depth = 0;
  let silent = 0; // bytes since the parser has last told of anything
  parser.on('opentag', ({ name, attributes }) => {
    silent = 0;
    depth += 1;
    if (depth > DEEPEST) fail('its tags are nested deeper than any spreadsheet needs');
    // Without name spaces attributes are texts.
    open?.(bare(name), attributes as Record<string, string>);
  });
  parser.on('closetag', ({ name }) => {
    silent = 0;
    depth -= 1;
    close?.(bare(name));
  });
  const onText = (piece: string): void => {
    silent = 0;
    text?.(piece);
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  const decoder = new StringDecoder('utf8');
  return {
    write(chunk) {
      silent += chunk.length;
      if (silent > LONGEST_PIECE) fail('a cell of it is larger than 64 MiB');
      parser.write(decoder.write(chunk));
    },
    end() {
      parser.write(decoder.end());
      parser.close();
    },
  };
}

/** Reads a whole part of a workbook. */
export async function readXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  const reader = xmlReader(handlers);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
}
