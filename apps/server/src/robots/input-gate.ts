/** An input that came so much later than the quickest is old: what a hand did then is not what it does now, s. */
const mostHeldUp = 0.2;
/** The quickest is forgotten slowly, because two clocks drift apart, s an s. */
const forgetting = 0.001;

/**
 * Tells inputs that were held up on their way. The page's clock and ours have nothing in common but their pace: the
 * smallest difference seen is a line without a queue.
 */
export const inputGate = () => {
  let quickest = Number.POSITIVE_INFINITY;
  let before = Number.NaN;
  let late = 0;
  return {
    /** `sent` on the page's clock, `came` on ours, s. */
    passes: (sent: number, came: number): boolean => {
      const drift = Number.isNaN(before) ? 0 : (came - before) * forgetting;
      before = came;
      quickest = Math.min(quickest + drift, came - sent);
      const isFresh = came - sent - quickest <= mostHeldUp;
      if (!isFresh) late += 1;
      return isFresh;
    },
    late: (): number => late,
  };
};
