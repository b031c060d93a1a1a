/** One turn of a seat among its others: by time, and by what had arrived. */
export interface TurnMark {
  readonly at: number;
  readonly arrival: number;
}

const BUCKETS = 256;
type Buckets = readonly (ReadonlyMap<string, TurnMark> | undefined)[];

/**
 * Seat → its last turn that was acted on. Never changed, but made anew by `with`: of a house with thousands of seats, each of
 * them with a turn a second, only a small part is copied each time.
 */
export class TurnMarks {
  readonly #buckets: Buckets;

  private constructor(buckets: Buckets) {
    this.#buckets = buckets;
  }

  static readonly none = new TurnMarks([]);

  static of(marks: Iterable<readonly [string, TurnMark]>): TurnMarks {
    const buckets: Map<string, TurnMark>[] = [];
    for (const [key, mark] of marks) {
      const bucket = buckets[bucketOf(key)] ?? new Map<string, TurnMark>();
      buckets[bucketOf(key)] = bucket.set(key, mark);
    }
    return new TurnMarks(buckets);
  }

  get(key: string): TurnMark | undefined {
    return this.#buckets[bucketOf(key)]?.get(key);
  }

  with(key: string, mark: TurnMark): TurnMarks {
    const n = bucketOf(key);
    const buckets = this.#buckets.slice();
    buckets[n] = new Map(this.#buckets[n]).set(key, mark);
    return new TurnMarks(buckets);
  }
}

/** By 31-multiplication over the UTF-16 units, as Java hashes strings. */
function bucketOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
}
