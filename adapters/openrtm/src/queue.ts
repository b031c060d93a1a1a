/** What a full queue does: loses its oldest, or takes nothing more and says so. */
export type WhenFull = "drop-oldest" | "refuse";

/** A bounded queue, so that who is slow costs a known amount of memory; what it loses is counted. */
export interface Bounded<T> {
  /** false: it was full and refuses. */
  push(value: T): boolean;
  shift(): T | undefined;
  readonly length: number;
  readonly dropped: number;
}

export const boundedQueue = <T>(most: number, whenFull: WhenFull): Bounded<T> => {
  const values: T[] = [];
  let dropped = 0;
  return {
    push: (value) => {
      if (values.length >= most) {
        dropped += 1;
        if (whenFull === "refuse") return false;
        values.shift();
      }
      values.push(value);
      return true;
    },
    shift: () => values.shift(),
    get length() {
      return values.length;
    },
    get dropped() {
      return dropped;
    },
  };
};
