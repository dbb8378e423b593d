import type { ChatReply, MonitorFailure, ToAuditor } from '../../protocol';
import { checks } from '../../runs';

const { count, flag, listOf, number, optional, shape, text } = checks;

const reply = shape<ChatReply>({
  answers: listOf(shape<ChatReply['answers'][number]>({ text, truncated: flag })),
  tokens: shape<ChatReply['tokens']>({ input: number, output: number }),
  cached: flag,
});
const failure = shape<MonitorFailure>({
  message: text,
  hint: optional(text),
  code: optional(text),
  defect: optional(flag),
});
const answered = shape<{ chat: number; reply: ChatReply }>({ chat: count, reply });
const failed = shape<{ chat: number; failure: MonitorFailure }>({ chat: count, failure });

/** The editor's answer to a `chat`; nothing when it is none. */
export function checkChat(message: object): Extract<ToAuditor, { type: 'chat' | 'chat failed' }> | undefined {
  const type = 'type' in message ? message.type : undefined;
  if (type === 'chat' && answered(message, 'chat') === undefined) {
    return message as Extract<ToAuditor, { type: 'chat' }>;
  }
  if (type === 'chat failed' && failed(message, 'chat') === undefined) {
    return message as Extract<ToAuditor, { type: 'chat failed' }>;
  }
  return undefined;
}
