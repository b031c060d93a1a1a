import { Agent, request } from "node:http";

/** A few connections that stay open. */
export class HttpSide {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 6 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  send(
    method: "GET" | "POST",
    path: string,
    body?: Uint8Array | string,
    headers: Record<string, string> = {},
  ): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { agent: this.#agent, host: "127.0.0.1", port: this.#port, method, path, headers },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("error", reject);
          answer.on("end", () => {
            const all = Buffer.concat(parts);
            if ((answer.statusCode ?? 500) < 300) resolve(all);
            else reject(new Error(`${path}: ${answer.statusCode} ${all.toString().slice(0, 300)}`));
          });
        },
      );
      asked.on("error", reject);
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
