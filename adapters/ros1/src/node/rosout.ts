import { type LogMessage, log } from "../messages/common.ts";
import { header } from "../messages/time.ts";
import type { RosNode } from "./node.ts";
import type { Publication } from "./publication.ts";

/** rosgraph_msgs/Log */
const levels = { debug: 1, info: 2, warning: 4, error: 8, fatal: 16 } as const;
export type LogLevel = keyof typeof levels;

/** Lines for /rosout, where `rqt_console` and `rosconsole` of the whole graph look. */
export interface Rosout {
  say(level: LogLevel, line: string): void;
  close(): Promise<void>;
}

export const rosout = (node: RosNode): Rosout => {
  const out: Publication<LogMessage> = node.publish("/rosout", log, { queue: 100, isLatched: true });
  let seq = 0;
  return {
    say: (level, line) => {
      seq += 1;
      const head = { ...header(node.now()), seq };
      out.publish({
        header: head,
        level: levels[level],
        name: node.name,
        msg: line,
        file: "",
        function: "",
        line: 0,
        topics: [],
      });
    },
    close: () => out.close(),
  };
};
