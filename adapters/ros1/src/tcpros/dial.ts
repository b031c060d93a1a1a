import { connect, type Socket } from "node:net";
import { RosFault } from "../fault.ts";
import { frameReader } from "./frames.ts";
import { type ConnectionHeader, headerFrame, longestHeader, readHeader } from "./header.ts";

export interface Dialled {
  readonly socket: Socket;
  /** What the peer answered. */
  readonly header: ConnectionHeader;
  /** Bytes that came right behind it. */
  readonly rest: Uint8Array;
}

/** Connects, tells who we are and reads the answer; rejects with the peer's reason, or when it takes too long. */
export const dial = (host: string, port: number, told: ConnectionHeader, withinMs: number): Promise<Dialled> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 2000 });
    const fail = (code: string, why: string, remedy: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new RosFault(code, why, remedy));
    };
    const lost = (): void => fail("peer-lost", `${host}:${port} closed the connection.`, "Look whether it still runs.");
    const timer = setTimeout(
      () => fail("no-answer", `${host}:${port} did not answer within ${withinMs} ms.`, "Look whether it still runs."),
      withinMs,
    );
    // ROS has no length limit of its own here; whatever is behind the header stays in `rest`.
    const opening = openingOf();
    socket.on("connect", () => socket.write(headerFrame(told)));
    socket.on("error", (error) => fail("peer-lost", `${host}:${port}: ${error.message}.`, "Look at the network."));
    socket.on("close", lost);
    socket.on("data", (chunk) => {
      try {
        const answer = opening(chunk);
        if (!answer) return;
        if (answer.header.error) throw refused(answer.header.error);
        clearTimeout(timer);
        // That of errors stays: one that comes before the next listener must not end the process.
        for (const event of ["data", "close", "connect"]) socket.removeAllListeners(event);
        socket.pause();
        resolve({ socket, ...answer });
      } catch (error) {
        clearTimeout(timer);
        socket.destroy();
        reject(error);
      }
    });
  });

/** Reads the header alone: what follows may have another form, as the answers of a service do. */
const openingOf = (): ((chunk: Uint8Array) => Omit<Dialled, "socket"> | null) => {
  let all: Uint8Array = new Uint8Array(0);
  return (chunk) => {
    all = all.length === 0 ? chunk : Buffer.concat([all, chunk]);
    if (all.length < 4) return null;
    const length = new DataView(all.buffer, all.byteOffset).getUint32(0, true);
    const [frame] = frameReader(longestHeader).push(all.subarray(0, Math.min(all.length, 4 + length)));
    return frame ? { header: readHeader(frame), rest: all.subarray(4 + length) } : null;
  };
};

const refused = (why: string): RosFault =>
  new RosFault("refused", `The peer refused the connection: ${why}.`, "Compare types and definitions on both sides.");
