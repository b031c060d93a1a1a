import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Fault } from "@sakiyomi/core";
import { type AddCommand, examples } from "../command.ts";
import { Conformance, type Report } from "../conform/conformance.ts";
import { reportLines } from "../conform/report.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";

interface Options {
  readonly source: string;
  readonly http?: string;
  readonly seconds?: string;
  readonly json?: true;
}

/** A body larger than this is refused by the server, too. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Lets a vendor test what a device sends against the contract, without a ward, a token or a person. */
export const conform: AddCommand = (program, terminal) => {
  const command = program.command("conform").description("Test what a device sends against the contract.");
  command
    .command("device")
    .description("Read signals as NDJSON from stdin, or over HTTP, and check each one as the door of a ward would.")
    .option("--source <id>", "who speaks where a message does not say it", "device:under-test")
    .option("--http <port>", "listen on 127.0.0.1 for POST /api/signals instead of reading stdin")
    .option("--seconds <n>", "stop listening after so long (default: until Ctrl-C)")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      examples(
        "conform device < recorded.ndjson",
        "conform device --http 7777 --seconds 60     # then let the device POST to http://127.0.0.1:7777/api/signals",
        "conform device --json < recorded.ndjson | jq .refused",
      ),
    )
    .action(async (options: Options) => {
      const conformance = new Conformance(options.source, () => Date.now());
      if (options.http === undefined) await readLines(process.stdin, conformance);
      else await listen(Number(options.http), options.seconds, conformance, terminal);
      tell(conformance.report(), options, terminal);
    });
};

function tell(report: Report, { json }: Options, terminal: Terminal): void {
  if (json) sayJson(terminal, report);
  else for (const line of reportLines(report)) terminal.say(line);
  if (!report.conforms) terminal.exit(exits.trouble);
}

async function readLines(input: Readable, conformance: Conformance): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line.trim() !== "") conformance.hearText(line);
}

async function listen(
  port: number,
  seconds: string | undefined,
  conformance: Conformance,
  terminal: Terminal,
): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Fault("CLI_USAGE", `${port} is no port.`);
  const server = createServer((request, response) => {
    answer(request, response, conformance).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new Fault("CLI_PORT", `${error.message}.`, { cause: error })));
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: opened } = server.address() as AddressInfo;
  terminal.note(`Listening: POST http://127.0.0.1:${opened}/api/signals (JSON or NDJSON). Ctrl-C prints the report.`);
  await Promise.race([terminal.stopped(), ...(seconds === undefined ? [] : [wait(Number(seconds) * 1000)])]);
  server.closeAllConnections();
  server.close();
}

async function answer(request: IncomingMessage, response: ServerResponse, conformance: Conformance): Promise<void> {
  const said = await bodyOf(request);
  const outcome = said === null ? null : conformance.hearText(said);
  response.writeHead(outcome === null ? 413 : outcome.refused.length === 0 ? 200 : 422, {
    "content-type": "application/json",
  });
  response.end(JSON.stringify(outcome ?? { code: "SIG_SIZE" }));
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
