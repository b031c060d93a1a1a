import type { Instant } from "./1-signal/index.ts";
import type { Seat } from "./seat.ts";

interface Entry {
  readonly at: Instant;
  readonly seat: Seat;
}

/**
 * Who has a turn next: a binary heap by time, then by seat. A house of 1,000 people has some ten thousand seats, each of them due
 * at an instant of its own; to look through all of them each time would cost more than the turns.
 * An entry whose seat is due at another time by now, or is given up, is passed over when it comes up.
 */
export class Agenda {
  readonly #heap: Entry[] = [];
  readonly #isSeated: (seat: Seat) => boolean;
  /** Each stands once for an instant: who is woken ten times an hour before its hourly turn has one entry for that, not ten. */
  #noted = new WeakMap<Seat, Set<Instant>>();

  constructor(isSeated: (seat: Seat) => boolean) {
    this.#isSeated = isSeated;
  }

  add(seat: Seat): void {
    const heap = this.#heap;
    const noted = this.#noted.get(seat) ?? new Set();
    if (noted.has(seat.nextAt)) return;
    this.#noted.set(seat, noted.add(seat.nextAt));
    heap.push({ at: seat.nextAt, seat });
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#swapped(parent, child)) return;
      child = parent;
    }
  }

  get size(): number {
    return this.#heap.length;
  }

  clear(): void {
    this.#heap.length = 0;
    this.#noted = new WeakMap();
  }

  /** When the next turn is due; Infinity: nobody is waiting. */
  next(): Instant {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (first.at === first.seat.nextAt && this.#isSeated(first.seat)) return first.at;
      this.#drop();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Takes out everybody whose turn is due at this instant, in the order of person and skill. */
  take(now: Instant): readonly Seat[] {
    const due: Seat[] = [];
    while (this.next() <= now) {
      const first = this.#heap[0];
      this.#drop();
      if (first) due.push(first.seat);
    }
    return due.sort(bySeat);
  }

  #drop(): void {
    const heap = this.#heap;
    const first = heap[0];
    if (first) this.#noted.get(first.seat)?.delete(first.at);
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const child = right < heap.length && this.#isBefore(right, left) ? right : left;
      if (child >= heap.length || !this.#swapped(parent, child)) return;
      parent = child;
    }
  }

  /** Puts the earlier one above; false where it is there already. */
  #swapped(parent: number, child: number): boolean {
    if (!this.#isBefore(child, parent)) return false;
    const heap = this.#heap;
    [heap[parent], heap[child]] = [heap[child] as Entry, heap[parent] as Entry];
    return true;
  }

  #isBefore(i: number, k: number): boolean {
    return (this.#heap[i] as Entry).at < (this.#heap[k] as Entry).at;
  }
}

/** By UTF-16 units: the same on every machine, whatever its language. */
export function bySeat(a: Seat, b: Seat): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}
