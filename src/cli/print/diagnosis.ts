import { codeOf, type Diagnosis } from '../../doctor';
import type { Severity } from '../../protocol';
import type { Style, Terminal } from '../terminal';
import { displayPath } from './problems';
import { visibleInline } from './text-width';

const STYLE: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'blue' };

/** The `--json` form of a finding; lines count from 1. */
export const diagnosisJson = (finding: Diagnosis) => ({
  id: finding.id,
  code: codeOf(finding.id),
  title: finding.title,
  severity: finding.severity,
  message: finding.message,
  place: finding.place ?? {},
  ...(finding.stage === undefined ? {} : { stage: finding.stage }),
  ...(finding.step === undefined ? {} : { step: finding.step }),
  evidence: finding.evidence ?? '',
  cause: finding.cause ?? '',
  fix: finding.hint ?? '',
  ...(finding.key === undefined ? {} : { key: finding.key }),
  ...(finding.suggestion === undefined ? {} : { suggestion: finding.suggestion }),
});

/** Findings for people: what is wrong and where, what showed it, why it happens, what mends it. */
export function printDiagnosis(findings: readonly Diagnosis[], terminal: Terminal): void {
  for (const finding of findings) terminal.out(`${render(finding, terminal)}\n`);
  terminal.out(
    findings.length === 0
      ? 'No known failure'
      : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`,
  );
}

function render(finding: Diagnosis, { style }: Terminal): string {
  const { id, severity, place, stage, step } = finding;
  const file = place?.file === undefined ? '' : displayPath(place.file);
  const where = [
    place?.line === undefined ? file : `${file}:${place.line}`,
    ...(stage === undefined ? [] : [`stage ${visibleInline(stage)}`]),
    ...(step === undefined ? [] : [`step ${step}`]),
  ];
  const row = (label: string, text: string | undefined): readonly string[] =>
    text === undefined || text === ''
      ? []
      : [`  ${style('cyan', `${label}:`.padEnd(7))} ${visibleInline(text)}`];
  return [
    `${style('bold', visibleInline(where.filter((part) => part !== '').join(', ')))}: ${style(['bold', STYLE[severity]], severity === 'info' ? 'note' : severity)}[${id}]: ${visibleInline(finding.message)}`,
    ...row('seen', finding.evidence),
    ...row('cause', finding.cause),
    ...row('fix', finding.hint),
    ...row('key', keyText(finding)),
  ].join('\n');
}

const keyText = ({ key, suggestion }: Diagnosis): string | undefined =>
  key === undefined || suggestion === undefined ? key : `${key}: ${String(suggestion)}`;
