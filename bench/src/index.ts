export { benchEndToEnd, type EndToEnd, type EndToEndOptions, endToEndText } from "./end-to-end/end-to-end.ts";
export * from "./learn/index.ts";
export * from "./medication/index.ts";
export * from "./robot/index.ts";
export { benchRound, type RoundBenchOptions, type RoundFigure, roundTable } from "./round/bench-round.ts";
export * from "./store/index.ts";
export { benchWatch, type Delays, type WatchBenchOptions, type WatchFigure, watchTable } from "./watch/bench-watch.ts";
