/** Why a model could not be asked; `dead` and `key` concern every request, the others perhaps only one. */
export type EndpointFault =
  /** Nobody answers there, again and again: all requests are given up. */
  | 'dead'
  /** The key is missing, wrong, or not allowed to do this. */
  | 'key'
  /** The server does not know the model. */
  | 'model'
  /** The model takes no images. */
  | 'images'
  /** The request is longer than the model's context. */
  | 'length'
  /** The server refuses the request for another reason. */
  | 'refused'
  /** The server asks for patience beyond what is waited, or the account is used up. */
  | 'rate limit'
  /** Errors of the server, or no answer in time, after every retry. */
  | 'server'
  /** What came back is no chat reply. */
  | 'reply'
  /** An image of the request cannot be read. */
  | 'picture'
  /** The endpoint as it is written cannot be asked. */
  | 'setup';

/** A model could not be asked: told without a stack trace. Messages never hold a key. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
  constructor(
    readonly fault: EndpointFault,
    message: string,
    readonly hint: string,
    readonly status?: number,
  ) {
    super(message);
  }

  /** Whether every other request to this model would fail alike, so that a job should end. */
  get concernsAll(): boolean {
    return ['dead', 'key', 'model', 'setup', 'rate limit'].includes(this.fault);
  }
}
