import type { AttributeParts } from '../audit';
import type { ChatClient, ChatOptions } from '../endpoints';
import type {
  AttributeRequest,
  AuditSet,
  FoundResults,
  ImportRequest,
  ItemPicture,
  MadeSet,
  ModelChoice,
} from '../protocol';
import type { ImageLocation, ImportProgress } from '../results';

/** What the auditor has others do: loaded when first asked for. */
export interface AuditorParts {
  readonly lookAtResults: (path: string) => Promise<readonly FoundResults[]>;
  readonly importResults: (
    request: ImportRequest,
    parts: {
      readonly onProgress: (progress: ImportProgress) => void;
      readonly signal: AbortSignal;
    },
  ) => Promise<{ readonly dirs: readonly string[] }>;
  readonly ensureRunSet: (run: string) => Promise<string>;
  readonly readSet: (dir: string) => Promise<AuditSet>;
  readonly pictureOf: (dir: string, location: ImageLocation) => Promise<ItemPicture>;
  /** A file that may be shown: with its size, or why it cannot be. */
  readonly lookAtPicture: (file: string) => Promise<ItemPicture>;
  /** Made datasets of a curriculum; see `madeSetsOf`. */
  readonly madeSetsOf: (file: string, variant?: string) => Promise<readonly MadeSet[]>;
  /** `file`: the curriculum whose settings of the model count, when it names it. */
  readonly openChat: (model: ModelChoice, options: ChatOptions, file?: string) => Promise<ChatClient>;
  readonly attributeSet: (
    request: AttributeRequest,
    parts: AttributeParts,
  ) => Promise<{ readonly words: string }>;
  readonly modelsOf: (file: string) => Promise<readonly ModelChoice[]>;
}
