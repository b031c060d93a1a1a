import { createServer, type Socket } from "node:net";
import { numbers, numbersMessage } from "../messages/common.ts";
import type { RosNode } from "../node/node.ts";
import { frameReader } from "../tcpros/frames.ts";
import { type OnTrouble, reason } from "../trouble.ts";

export interface BodyTunnelOptions {
  /** Topics are `<namespace>/body/request` and `<namespace>/body/reply`, std_msgs/Float64MultiArray. */
  readonly namespace?: string;
  /** Waits so long for the peer, ms. Default 5000. */
  readonly withinMs?: number;
  readonly onTrouble?: OnTrouble;
}

export interface BodyTunnel {
  /** On the loopback interface: what connects here talks with the body at the other end. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Lockstep over ROS: the body protocol of adapters/mujoco, carried by two topics. A message is the number of the request,
 * counting up, and then its frame; the reply has the same number. One command in, time goes on by one period, one
 * observation out. The other end is peers/body_peer.py.
 */
export const bodyTunnel = async (node: RosNode, options: BodyTunnelOptions = {}): Promise<BodyTunnel> => {
  const { namespace = "", withinMs = 5000, onTrouble = (): void => {} } = options;
  const waiting = new Map<number, Socket>();
  const requests = node.publish(`${namespace}/body/request`, numbers, { queue: 100 });
  const replies = node.subscribe(`${namespace}/body/reply`, numbers, ({ data }) => {
    const number = data[0] ?? Number.NaN;
    const socket = waiting.get(number);
    waiting.delete(number);
    if (socket && !socket.destroyed) socket.write(frameOf(Float64Array.from(data).subarray(1)));
  });
  let count = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    const reader = frameReader();
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      try {
        for (const frame of reader.push(chunk)) {
          count += 1;
          waiting.set(count, socket);
          requests.publish(numbersMessage([count, ...doublesOf(frame)]));
        }
      } catch (error) {
        onTrouble({ code: "bad-message", why: reason(error) });
        socket.destroy();
      }
    });
  });
  const close = async (): Promise<void> => {
    for (const socket of waiting.values()) socket.destroy();
    server.close();
    await Promise.all([requests.close(), replies.close()]);
  };
  try {
    await Promise.all([requests.subscribed(withinMs), replies.connected(withinMs)]);
    return { port: await listening(server), close };
  } catch (error) {
    await close();
    throw error;
  }
};

const listening = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

const frameOf = (row: Float64Array): Uint8Array => {
  const frame = Buffer.alloc(4 + row.length * 8);
  frame.writeUInt32LE(row.length * 8, 0);
  for (const [i, value] of row.entries()) frame.writeDoubleLE(value, 4 + i * 8);
  return frame;
};

const doublesOf = (bytes: Uint8Array): readonly number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => view.getFloat64(i * 8, true));
};
