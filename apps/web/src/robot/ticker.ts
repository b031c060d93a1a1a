import type { WebGLRenderer } from "three";

/** Fewer pictures a second than these are too few. */
const leastRate = 26;

/** Shadows and fine pixels go where the machine cannot draw them in time; they come back for nobody. */
export const qualityFor = (renderer: WebGLRenderer, isWeak: boolean) => {
  const noShadows = () => {
    renderer.shadowMap.enabled = false;
  };
  const pixels = (ratio: number) => () => renderer.setPixelRatio(ratio);
  const steps = isWeak ? [0.6, 0.5, 0.4].map(pixels) : [pixels(1), noShadows, pixels(0.7), pixels(0.5)];
  let [slowSeconds, level] = [0, 0];
  /** Pictures drawn and frames come in the last second; was something taken away? */
  return (drawn: number, came: number): boolean => {
    slowSeconds = drawn < Math.min(leastRate, came - 1) ? slowSeconds + 1 : 0;
    const step = slowSeconds >= 2 ? steps[level] : undefined;
    if (!step) return false;
    step();
    level += 1;
    slowSeconds = 0;
    return true;
  };
};

export interface Ticker {
  /** Draw with the next picture of the screen. */
  touch(): void;
  came(): void;
  close(): void;
}

/** Draws when there is something new, at most once a picture of the screen; counts once a second. */
export const tickerOf = (draw: () => void, onSecond: (drawn: number, came: number) => void): Ticker => {
  let [asked, drawn, came] = [0, 0, 0];
  const once = () => {
    asked = 0;
    draw();
    drawn += 1;
  };
  const touch = () => {
    if (asked === 0) asked = requestAnimationFrame(once);
  };
  const timer = setInterval(() => {
    onSecond(drawn, came);
    [drawn, came] = [0, 0];
  }, 1000);
  return {
    touch,
    came: () => {
      came += 1;
      touch();
    },
    close: () => {
      clearInterval(timer);
      cancelAnimationFrame(asked);
    },
  };
};
