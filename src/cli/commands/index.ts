import type { Command } from '../command';
import { audit } from './audit';
import { bundle } from './bundle';
import { check } from './check';
import { command } from './command';
import { compare } from './compare';
import { demo } from './demo';
import { diagnose } from './diagnose';
import { draft } from './draft';
import { evaluate } from './evaluate';
import { grade } from './grade';
import { label } from './label';
import { importCommand } from './import';
import { languageServer } from './language-server';
import { logs } from './logs';
import { make } from './make';
import { plan } from './plan';
import { preflight } from './preflight';
import { rehearse } from './rehearse';
import { report } from './report';
import { rerun } from './rerun';
import { results } from './results';
import { resume } from './resume';
import { run } from './run';
import { runs } from './runs';
import { sample } from './sample';
import { stop } from './stop';

/** Every command, in the order in which `--help` lists them. */
export const COMMANDS: readonly Command[] = [
  check,
  plan,
  preflight,
  rehearse,
  sample,
  command,
  make,
  run,
  resume,
  rerun,
  stop,
  runs,
  logs,
  diagnose,
  evaluate,
  results,
  importCommand,
  audit,
  label,
  report,
  compare,
  draft,
  grade,
  bundle,
  demo,
  languageServer,
];
