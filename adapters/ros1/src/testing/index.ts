/** A real roscore and real peers beside it, for tests and benches. */
export { type Peer, sharedRos, startRos, type TestRos, until } from "./ros.ts";
