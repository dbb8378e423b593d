import type { RunFinding } from './runs';

/**
 * What the language server and an editor say to one another beyond the Language Server Protocol: options at start,
 * settings, the commands that lenses and actions name, and a few requests.
 */

/** `initializationOptions` of the server. Every key may be absent: any LSP editor can start it without. */
export interface ServerOptions {
  /** The client has the commands of `EDITOR_COMMANDS`; without it no lens or action names one. */
  readonly commands?: boolean;
  /** Folder for cached facts of data files; absent means the user's cache folder. */
  readonly cacheFolder?: string;
}

/** Settings under `stagecraft.` that the server reads; `package.json` declares the same (a test compares them). */
export const SERVER_SETTINGS = {
  /** When data files are looked at: a moment after typing, when the file is saved, or never. */
  checkData: { values: ['onType', 'onSave', 'never'], default: 'onType' },
  'inlayHints.enabled': { default: true },
  'codeLens.enabled': { default: true },
} as const;

export interface ServerSettings {
  readonly checkData: (typeof SERVER_SETTINGS)['checkData']['values'][number];
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
}

/** Commands that the server's lenses name and a client runs; each takes one `StageCommand`. */
export const EDITOR_COMMANDS = {
  run: 'stagecraft.run',
  runStage: 'stagecraft.runStage',
  runFrom: 'stagecraft.runFromStage',
  runVariant: 'stagecraft.runVariant',
  runAllVariants: 'stagecraft.runAllVariants',
  rehearse: 'stagecraft.rehearse',
  debugSample: 'stagecraft.debugSample',
  previewCommand: 'stagecraft.previewCommand',
  plan: 'stagecraft.showPlan',
  /** Makes the dataset that `StageCommand.dataset` names. */
  make: 'stagecraft.make',
  /** Shows what a made dataset holds, and what fell. */
  browseMade: 'stagecraft.browseMade',
} as const;

export type EditorCommand = (typeof EDITOR_COMMANDS)[keyof typeof EDITOR_COMMANDS];

/** The argument of an editor command: which curriculum, which variant of it, which stage or dataset. */
export interface StageCommand {
  readonly uri: string;
  readonly variant?: string;
  readonly stage?: string;
  readonly dataset?: string;
}

/** Requests of the client to the server. */
export const EDITOR_REQUESTS = {
  /** `PlanRequest` to `PlanAnswer`. */
  plan: 'stagecraft/plan',
  /** `KeyPlaceRequest` to `KeyPlaceAnswer`, or null where there is no such place. */
  placeOf: 'stagecraft/placeOf',
  /** `DraftStageRequest` to `DraftStageAnswer`. */
  draftStage: 'stagecraft/draftStage',
} as const;

/** Notifications of the client to the server. */
export const EDITOR_NOTIFICATIONS = {
  /** `FindingsParams`. */
  findings: 'stagecraft/findings',
} as const;

/** What was found in the newest run of a curriculum: all of it, each time any changes; none takes them away. */
export interface FindingsParams {
  /** Absolute path of the curriculum. */
  readonly file: string;
  /** Absolute run folder. */
  readonly run: string;
  readonly findings: readonly RunFinding[];
}

/** Where a key is written that a finding names; `key` as in `RunFinding`. */
export interface KeyPlaceRequest extends StageCommand {
  readonly key: string;
}

/** A place in a curriculum or in one that it extends; lines and UTF-16 columns from zero, as in LSP. */
export interface KeyPlaceAnswer {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  /** False: the key is not written; the place is that of the stage or mapping that it belongs in. */
  readonly written: boolean;
}

/** `plan`: rows, order, steps, checkpoints, keys. `command`: what would be started for each stage. */
export interface PlanTextRequest extends StageCommand {
  readonly show: 'plan' | 'command';
  /** Absolute folder whose `.stagecraft` holds the runs; absent: the curriculum's own. */
  readonly root?: string;
  /** What a run would get in its environment beside the server's own, such as `STAGECRAFT_PYTHON`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Plain text to be shown in a read-only document; it also says why there is no plan. */
export interface PlanTextAnswer {
  readonly title: string;
  readonly text: string;
  /** For `command`: each stage's command as one line for a shell, with secrets masked. */
  readonly commands?: readonly { readonly stage: string; readonly line: string }[];
}

/** A stage that is to be written into the curriculum, with the data set that it trains on. */
export interface DraftStageRequest {
  readonly uri: string;
  /** Of the stage and of its data set. */
  readonly name: string;
  /** Its rows, as the curriculum names the file. */
  readonly train: string;
  readonly capability: string;
  /** How many rows there are. */
  readonly rows?: number;
  /** The stage whose failures they are: its validation is taken over. */
  readonly like?: string;
  /** Data sets whose held-out rows are among them. */
  readonly heldOut: readonly string[];
}

/** The edits that write it, the text that results, and errors that come with it; or why it cannot be written. */
export type DraftStageAnswer =
  | {
      readonly edits: readonly {
        readonly range: KeyPlaceAnswer['range'];
        readonly newText: string;
      }[];
      readonly text: string;
      readonly problems: readonly string[];
    }
  | { readonly refusal: string };
