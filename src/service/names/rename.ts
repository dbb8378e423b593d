import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { nameFault } from '../../language';
import type { Snapshot } from '../document/snapshot';
import type { NameKind, Occurrence } from './occurrences';
import { rangeOf } from './range';
import { declaredNames, nameAt, type Named } from './table';

/** What a rename does, or why there is none; the reason is a sentence for the user. */
export type RenameResult =
  | { readonly kind: 'edit'; readonly edit: WorkspaceEdit }
  | { readonly kind: 'refused'; readonly reason: string };

/** The characters of the name at an offset, where it can be renamed. */
export function prepareRename(
  snapshot: Snapshot,
  offset: number,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const named = nameAt(snapshot, offset);
  if (named === undefined || !isDeclared(named)) return undefined;
  return { range: rangeOf(named.at.span), placeholder: named.name };
}

/**
 * Renames the dataset, stage, variant, endpoint or anchor at an offset, everywhere in the chain of `extends`, in its
 * variants, and in `others` that share the files. Only the characters of the name change: quotes, comments and
 * layout stay.
 */
export function rename(
  snapshot: Snapshot,
  offset: number,
  newName: string,
  others: readonly Snapshot[] = [],
): RenameResult {
  const named = nameAt(snapshot, offset, others);
  if (named === undefined) return refuse('There is no name here that can be renamed.');
  if (!isDeclared(named)) return refuse(`${WORDS[named.kind]} \`${named.name}\` is not declared anywhere.`);
  const fault = newNameFault(snapshot, named, newName, others);
  return fault === undefined ? { kind: 'edit', edit: renameEdit(named.all, newName) } : refuse(fault);
}

/** The edit that writes another name at each place. */
export function renameEdit(all: readonly Occurrence[], newName: string): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { uri, span } of all) {
    (changes[uri] ??= []).push({ range: rangeOf(span), newText: newName });
  }
  return { changes };
}

const refuse = (reason: string): RenameResult => ({ kind: 'refused', reason });

const isDeclared = ({ all }: Named): boolean => all.some(({ role }) => role === 'declaration');

const WORDS: Readonly<Record<NameKind, string>> = {
  dataset: 'The dataset',
  stage: 'The stage',
  variant: 'The variant',
  endpoint: 'The endpoint',
  anchor: 'The anchor',
};

/** Why a name cannot be had, as a sentence. */
function newNameFault(
  snapshot: Snapshot,
  { kind, name, at }: Named,
  newName: string,
  others: readonly Snapshot[],
): string | undefined {
  if (newName === name) return undefined;
  const fault = formFault(kind, newName);
  if (fault !== undefined) return `\`${newName}\` cannot be the name: ${fault}.`;
  const taken = [snapshot, ...others].flatMap((one) =>
    kind === 'anchor' && one.path !== snapshot.path ? [] : declaredNames(one, kind),
  );
  // Stages and variants name folders, which many systems do not tell apart by case.
  const plain = (one: string): string => (kind === 'stage' || kind === 'variant' ? one.toLowerCase() : one);
  const twin = taken.find((one) => one !== name && plain(one) === plain(newName));
  if (twin === undefined) return undefined;
  const how = twin === newName ? 'is taken' : `differs from \`${twin}\` only in case`;
  return `\`${newName}\` ${how}: ${at.kind === 'anchor' ? 'an' : 'a'} ${noun(kind)} of the file has this name.`;
}

const noun = (kind: NameKind): string => WORDS[kind].slice('The '.length);

function formFault(kind: NameKind, name: string): string | undefined {
  if (kind === 'anchor') {
    return /^[^\s[\]{},&*]+$/u.test(name) ? undefined : 'an anchor is a word without spaces and brackets';
  }
  if (/^(?:null|Null|NULL)$/u.test(name)) return 'YAML reads it as nothing';
  if (kind === 'stage' && name.toLowerCase() === 'base') return '`base` means the untrained model';
  return nameFault(name);
}
