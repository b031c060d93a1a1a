/** A map to be changed that is copied only when something changes: most turns change nothing. */
export class Draft<T> {
  readonly #were: ReadonlyMap<string, T>;
  #copy: Map<string, T> | null = null;

  constructor(were: ReadonlyMap<string, T>) {
    this.#were = were;
  }

  get map(): ReadonlyMap<string, T> {
    return this.#copy ?? this.#were;
  }

  get(key: string): T | undefined {
    return this.map.get(key);
  }

  set(key: string, value: T): void {
    if (this.get(key) !== value) this.#copied().set(key, value);
  }

  delete(key: string): void {
    if (this.map.has(key)) this.#copied().delete(key);
  }

  #copied(): Map<string, T> {
    this.#copy ??= new Map(this.#were);
    return this.#copy;
  }
}
