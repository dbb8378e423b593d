/** The values that were last asked for; the oldest goes when there are too many. */
export class Recent<K, V> {
  private readonly values = new Map<K, V>();

  constructor(
    private readonly most: number,
    private readonly onGone: (value: V, key: K) => void = () => undefined,
  ) {}

  get(key: K): V | undefined {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    // A map keeps the order of insertion: what is used last stands last.
    this.values.delete(key);
    this.values.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.values.delete(key);
    this.values.set(key, value);
    for (const [oldest, gone] of this.values) {
      if (this.values.size <= this.most) return;
      this.values.delete(oldest);
      this.onGone(gone, oldest);
    }
  }

  delete(key: K): void {
    this.values.delete(key);
  }

  clear(): void {
    this.values.clear();
  }

  entries(): IterableIterator<[K, V]> {
    return this.values.entries();
  }
}
