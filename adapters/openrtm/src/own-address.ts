import { once } from "node:events";
import { connect } from "node:net";

/** The address by which a host elsewhere sees this machine: that of our end of a line to it. null: it is not reached. */
export const ownAddress = async (host: string, port: number, timeout: number): Promise<string | null> => {
  const socket = connect({ host, port });
  socket.setTimeout(timeout, () => socket.destroy());
  try {
    await once(socket, "connect");
    return socket.localAddress ?? null;
  } catch {
    return null;
  } finally {
    socket.on("error", () => {});
    socket.destroy();
  }
};
