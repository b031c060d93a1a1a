/** What needs Node: clocks and hosts across worker threads. */
export { hostClock } from "./host/clock.ts";
