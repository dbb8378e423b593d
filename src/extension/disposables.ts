/** Something that lets go of what it holds. */
export interface Disposable {
  dispose(): unknown;
}

/** Gathers what must be let go of, and lets go in the opposite order, once. */
export class Disposables implements Disposable {
  private readonly held: Disposable[] = [];
  private gone = false;

  /** Keeps `item` until the end and hands it back; disposes it at once when the end has been. */
  add<T extends Disposable>(item: T): T {
    if (this.gone) item.dispose();
    else this.held.push(item);
    return item;
  }

  dispose(): void {
    this.gone = true;
    for (let item = this.held.pop(); item !== undefined; item = this.held.pop()) item.dispose();
  }
}
