import type { RosMasterClient, RosNode } from "@foxglove/ros1";
import { RosFault } from "../fault.ts";
import { reason } from "../trouble.ts";

type Answer = Awaited<ReturnType<RosMasterClient["getUri"]>>;
/** What a parameter or an answer of the master can be. */
export type RosValue = Parameters<RosNode["rosParamClient"]["setParam"]>[2];

/** No answer of a master on the same network takes longer, ms. */
const answerWithin = 3000;

/** The master's answer; throws `master` where it cannot be reached in time and `refused` where it says no. */
export const ask = async (what: string, asking: Promise<Answer>): Promise<RosValue> => {
  const [code, why, value] = await inTime(what, asking);
  if (code !== 1) throw new RosFault("refused", `The master refused: ${what}: ${why}.`, "Look at the names.");
  return value;
};

/** The whole answer; throws `master` where there is none in time. */
export const inTime = async <T>(what: string, asking: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${answerWithin} ms`)), answerWithin);
  });
  try {
    return await Promise.race([asking, late]);
  } catch (error) {
    throw new RosFault("master", `${what}: ${reason(error)}.`, "Look whether roscore runs at ROS_MASTER_URI.", {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
};

/** Host and port of a publisher's topic, from the publisher itself. */
export const topicAt = async (uri: string, asking: Promise<Answer>): Promise<{ host: string; port: number }> => {
  const [code, why, protocol] = await inTime(`asking ${uri} for a topic`, asking);
  const [name, host, port] = Array.isArray(protocol) ? protocol : [];
  if (code !== 1 || name !== "TCPROS" || typeof host !== "string" || typeof port !== "number")
    throw new RosFault("refused", `${uri} does not offer the topic: ${why}.`, "It may just have stopped to.");
  return { host, port };
};
