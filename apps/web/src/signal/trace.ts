/** A stretch of a waveform as the live feed brings it. */
export interface Block {
  readonly at: number;
  readonly rate: number;
  readonly values: readonly (number | null)[];
}

export interface Points {
  /** Seconds since 1970. */
  readonly seconds: readonly number[];
  readonly values: readonly (number | null)[];
}

const endOf = ({ at, rate, values }: Block): number => at + (values.length * 1000) / rate;

/** The last seconds of one waveform. Blocks may come late, twice or with holes between them. */
export class Trace {
  readonly #keepMs: number;
  #blocks: Block[] = [];
  #lagMs = 0;

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** `now`: the server's clock when the block came. */
  add(block: Block, now: number): void {
    const place = this.#blocks.findLastIndex(({ at }) => at <= block.at);
    if (this.#blocks[place]?.at === block.at) return;
    this.#blocks.splice(place + 1, 0, block);
    this.#blocks = this.#blocks.filter((kept) => endOf(kept) > now - this.#keepMs);
    // Forgets a single hiccup within some ten blocks, but never plays ahead of what is usual.
    this.#lagMs = Math.max(now - block.at, this.#lagMs * 0.98);
  }

  /** How far behind now the drawing has to stay for the line never to run out: the age of a block when it comes. */
  get delayMs(): number {
    return Math.min(6_000, Math.max(150, this.#lagMs + 50));
  }

  get newest(): number | null {
    const last = this.#blocks.at(-1);
    return last === undefined ? null : endOf(last);
  }

  /** The points in [from, to], with a gap where nothing was measured between two blocks. */
  between(from: number, to: number): Points {
    const seconds: number[] = [];
    const values: (number | null)[] = [];
    let end: number | null = null;
    for (const block of this.#blocks) {
      const step = 1000 / block.rate;
      if (end !== null && block.at - end > step && seconds.length > 0) {
        seconds.push(end / 1000);
        values.push(null);
      }
      end = endOf(block);
      takeFrom(block, from, to, seconds, values);
    }
    return { seconds, values };
  }
}

function takeFrom(
  { at, rate, values: samples }: Block,
  from: number,
  to: number,
  seconds: number[],
  values: (number | null)[],
): void {
  const step = 1000 / rate;
  const first = Math.max(0, Math.ceil((from - at) / step));
  const last = Math.min(samples.length - 1, Math.floor((to - at) / step));
  for (let i = first; i <= last; i++) {
    seconds.push((at + i * step) / 1000);
    values.push(samples[i] ?? null);
  }
}
