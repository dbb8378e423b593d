import { child, textOf } from '../parse/tree';
import { listNames, quote } from '../report';
import { LANGUAGE_VERSION } from '../schema/grammar';
import { nearest } from '../text/nearest';
import { textsOf } from './read';
import { written, type MeaningContext } from './context';
import { pathFault } from './references';

/** The version of the language, declared folders, endpoints, and the judge of the audit. */
export function checkExtras(context: MeaningContext): void {
  const { root, report } = context;
  const version = child(root, 'curriculum');
  if (version?.kind === 'scalar' && typeof version.value === 'number' && version.value > LANGUAGE_VERSION) {
    report(
      'SC118',
      version.span,
      `This program reads version ${LANGUAGE_VERSION} of the language, not ${version.text}`,
      {
        hint: `Update Stagecraft, or write \`curriculum: ${LANGUAGE_VERSION}\`.`,
      },
    );
  }
  for (const { text, node } of textsOf(child(root, 'folders'))) {
    const fault = pathFault(text);
    if (fault === undefined) continue;
    report('SC225', node.span, `${quote(text)} is not a folder: ${fault}`, {
      hint: 'Write a path from the folder of this file, or an absolute one.',
    });
  }
  checkEndpoints(context);
}

function checkEndpoints({ root, report }: MeaningContext): void {
  const models = child(root, 'models');
  const names = models?.kind === 'map' ? [...models.entries.keys()] : [];
  if (models?.kind === 'map') {
    for (const { value } of models.entries.values()) {
      const url = written(value, 'url');
      if (url === undefined || isHttp(url.text)) continue;
      report('SC226', url.node.span, `${quote(url.text)} is not an address of a server`, {
        hint: 'It must start with http:// or https://, such as `http://127.0.0.1:8000/v1`.',
      });
    }
  }
  const audit = child(root, 'audit');
  const judge = written(audit, 'judge');
  if (judge !== undefined && !names.includes(judge.text)) {
    const near = nearest(judge.text, names);
    report('SC226', judge.node.span, `Unknown endpoint ${quote(judge.text)}`, {
      hint:
        near !== undefined
          ? `Did you mean \`${near}\`?`
          : names.length === 0
            ? `Add \`models: { ${judge.text}: { url: ..., model: ... } }\`.`
            : `Declared are ${listNames(names)}.`,
    });
  }
  const method = child(audit, 'method');
  if (method !== undefined && textOf(method) === 'judge' && judge === undefined) {
    report('SC113', method.span, '`judge` is missing: the method `judge` needs a model that judges', {
      hint: 'Add `judge: name`, with the name of an endpoint under `models`.',
    });
  }
}

function isHttp(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol } = new URL(text);
  return protocol === 'http:' || protocol === 'https:';
}
