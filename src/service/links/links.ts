import type { DocumentLink } from 'vscode-languageserver-types';
import type { Snapshot } from '../document/snapshot';
import { rangeOf } from '../names/range';
import { outsideOf } from './outside';

/**
 * Links of a document to its files, folders, Hub pages and servers. Nothing is looked up: a link may lead to a file
 * that is still to be written.
 */
export const documentLinks = (snapshot: Snapshot): readonly DocumentLink[] =>
  outsideOf(snapshot).map(({ span, uri, what }) => ({
    range: rangeOf(span),
    target: uri,
    tooltip: `Open ${what}`,
  }));
