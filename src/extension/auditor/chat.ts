import type { LogOutputChannel } from 'vscode';
import { errorText, type ToAuditor } from '../../protocol';
import type { Disposables } from '../disposables';
import { failureOf } from '../process';
import { Refusal } from '../refusal';
import type { Auditor } from './auditor';
import { askEditorModel } from './editor-models';

/**
 * Answers what the auditor asks of the editor's own language models. The editor itself asks the user whether this
 * extension may use them; a refusal, a limit or a model that has gone is a failure of that question alone.
 */
export function answerChats(auditor: Auditor, disposables: Disposables, log: LogOutputChannel): void {
  disposables.add(
    auditor.onEvent((event) => {
      if (event.type !== 'chat') return;
      const { chat, model, request } = event;
      const tell = (message: Extract<ToAuditor, { readonly chat: number }>): void => auditor.tell(message);
      askEditorModel(model, request).then(
        (reply) => tell({ type: 'chat', chat, reply }),
        (error: unknown) => {
          if (!(error instanceof Refusal)) log.warn(`Language model ${model}: ${errorText(error)}`);
          tell({ type: 'chat failed', chat, failure: failureOf(error) });
        },
      );
    }),
  );
}
