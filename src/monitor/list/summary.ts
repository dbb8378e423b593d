import type { RunSummary, StageKind, StageSummary } from '../../protocol';
import { AUDIT, PREDICT, type RunReading, type StageStatus } from '../../runs';

const NONE = { error: 0, warning: 0, info: 0 } as const;

/** A run as a list shows it. A damaged one has its folder's name and the reason. */
export function toSummary(root: string, reading: RunReading): RunSummary {
  if (!reading.ok) {
    const { dir, id, reason } = reading;
    return {
      dir,
      root,
      id,
      name: nameIn(id),
      engine: '',
      rehearsal: false,
      devices: [],
      created: createdIn(id),
      state: 'unreadable',
      reason,
      stages: [],
      findings: NONE,
    };
  }
  const { supervisor: _supervisor, stages, rehearsal, devices, findings, ...known } = reading.run;
  const makes = known.make !== undefined;
  return {
    ...known,
    root,
    rehearsal: rehearsal ?? false,
    devices: devices ?? [],
    stages: stages.map((stage) => toStage(stage, makes)),
    findings: findings ?? NONE,
  };
}

function toStage(
  { process: _process, from: _from, train: _train, ...known }: StageStatus,
  makes: boolean,
): StageSummary {
  return { ...known, kind: makes ? 'make' : kindOf(known.id) };
}

const kindOf = (id: string): StageKind => (id === PREDICT || id === AUDIT ? id : 'stage');

const FOLDER = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})-(.*?)(?:-[0-9a-f]{4})?$/;

/** A run folder's name begins with its time (UTC): all that is left to tell of one whose files do not. */
function createdIn(id: string): string {
  const [, year, month, day, hour, minute, second] = FOLDER.exec(id) ?? [];
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  return Number.isNaN(Date.parse(text)) ? '' : text;
}

const nameIn = (id: string): string => FOLDER.exec(id)?.[7] ?? id;
