import type { RosNode } from "./node.ts";

/** As much of a node as a robot needs: what can carry it over another middleware (rosbridge) offers the same. */
export type RosLine = Pick<
  RosNode,
  "publish" | "subscribe" | "serve" | "service" | "setParam" | "registered" | "now" | "setTime" | "close"
>;
