import type { Command } from '../command';
import { audit } from './audit';
import { check } from './check';
import { demo } from './demo';
import { languageServer } from './language-server';
import { logs } from './logs';
import { plan } from './plan';
import { report } from './report';
import { resume } from './resume';
import { run } from './run';
import { runs } from './runs';
import { stop } from './stop';

/** Every command, in the order in which `--help` lists them. */
export const COMMANDS: readonly Command[] = [
  check,
  plan,
  run,
  resume,
  stop,
  runs,
  logs,
  audit,
  report,
  demo,
  languageServer,
];
