export { type About, epochOf } from "./about.ts";
export { type Channel, type ChannelRow, channels, topicOf } from "./channels.ts";
export { type Chronicle, chronicle } from "./chronicle.ts";
export {
  type Comparison,
  compareDecisions,
  type DecidedAgain,
  decidedAgain,
  type Recorded,
} from "./decide-again.ts";
export { definitions } from "./definitions.ts";
export { type EventKind, eventKinds, type RecordedEvent } from "./events.ts";
export { fromExact, toExact } from "./exact.ts";
export { worldFrame } from "./frames.ts";
export { type Entry, nanoseconds, type Stamp, stampOf } from "./messages.ts";
export type { PredictionError } from "./prediction.ts";
export { type RecordReport, type RobotRecorder, together } from "./recorder.ts";
export { openReplay, type Replay } from "./replay.ts";
export { isSame } from "./same.ts";
export { sampleData } from "./samples.ts";
export { type RecordedTurn, type Seen, stateIn, type TurnMessage, turnMessage, turnOf } from "./turn-message.ts";
export { urdfOf } from "./urdf.ts";
