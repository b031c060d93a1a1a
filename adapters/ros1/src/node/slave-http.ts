import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { RosNode } from "@foxglove/ros1";

type HttpServer = ConstructorParameters<typeof RosNode>[0]["httpServer"];

/** A call of ROS' slave API is a few hundred bytes, with a watched parameter more. XML is read at 3 MB/s, by one thread. */
const longestBody = 2 ** 18;

/** Where other nodes and the master call us: bound to one address, with a limit on what it reads. */
export const slaveHttp = (host: string): HttpServer & { readonly closed: () => Promise<void> } => {
  const made: { handler: HttpServer["handler"] } = { handler: async () => ({ statusCode: 404 }) };
  const server = createServer({ requestTimeout: 5000 }, (request, response) => {
    void answered(request, response, (body) =>
      made.handler({
        body,
        ...(request.method ? { method: request.method } : {}),
        socket: { ...(request.socket.localAddress ? { localAddress: request.socket.localAddress } : {}) },
      }),
    );
  });
  return Object.assign(made, {
    url: () => `http://${host}:${portOf(server) ?? 0}/`,
    port: () => portOf(server),
    listen: (port?: number) => listening(server, port ?? 0, host),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
    closed: () =>
      new Promise<void>((resolve) => (server.listening ? server.once("close", () => resolve()) : resolve())),
  });
};

const portOf = (server: Server): number | undefined => {
  const address = server.address();
  return typeof address === "object" && address ? address.port : undefined;
};

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });

type Answer = Awaited<ReturnType<HttpServer["handler"]>>;

const answered = async (
  request: IncomingMessage,
  response: ServerResponse,
  handle: (body: string) => Promise<Answer>,
): Promise<void> => {
  try {
    const body = await bodyOf(request);
    if (body === null) {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    const { statusCode, headers = {}, body: said } = await handle(body);
    response.writeHead(statusCode, headers).end(said);
  } catch {
    if (!response.headersSent) response.writeHead(400, { connection: "close" });
    response.end();
  }
};

const bodyOf = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};
