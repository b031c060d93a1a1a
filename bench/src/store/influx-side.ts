import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HttpSide } from "./http-side.ts";
import type { Place, Side } from "./side.ts";
import type { Piece } from "./signals.ts";

/** Line protocol, 5,000 lines a request, as its manual recommends (5,000 to 10,000). */
const LINES = 5000;

export function influxSide({ port, dir }: Place): Side {
  const http = new HttpSide(port);
  const ask = async (query: string): Promise<Series[]> => {
    const path = `/query?db=bench&epoch=ms&q=${encodeURIComponent(query)}`;
    const answer = JSON.parse((await http.send("GET", path)).toString()) as { results: { series?: Series[] }[] };
    return answer.results[0]?.series ?? [];
  };
  return {
    write: async (pieces) => {
      const requests = [...linesOf(pieces)].map((body) => http.send("POST", "/write?db=bench&precision=ms", body));
      await Promise.all(requests);
      return true;
    },
    drain: async () => {},
    window: async (channel, from, to) => {
      const [series] = await ask(`select v from s where c='${channel}' and time>=${from}ms and time<=${to}ms`);
      return Float64Array.from(series?.values ?? [], ([, value]) => value ?? 0).length;
    },
    latest: async () => (await ask("select last(v) from s where k='ecg' group by c")).length,
    plot: async (channel, from, to, buckets) => {
      const width = `${Math.round((to - from) / buckets)}ms`;
      const where = `c='${channel}' and time>=${from}ms and time<${to}ms`;
      const [series] = await ask(
        `select min(v),mean(v),max(v) from s where ${where} group by time(${width}) fill(none)`,
      );
      return series?.values.length ?? 0;
    },
    size: async () => {
      // Its cache is written out and compacted after a second of silence, as it is configured here.
      for (let before = -1, now = bytesIn(dir); now !== before; before = now, now = bytesIn(dir)) await sleep(6000);
      return bytesIn(join(dir, "data", "bench")) + bytesIn(join(dir, "wal", "bench"));
    },
    close: () => http.close(),
  };
}

interface Series {
  readonly values: readonly (readonly (number | null)[])[];
}

function* linesOf(pieces: readonly Piece[]): Generator<string> {
  let lines = "";
  let n = 0;
  for (const { kind, channel, at, stepMs, samples } of pieces) {
    const head = `s,c=${channel},k=${kind} v=`;
    for (let i = 0; i < samples.length; i++) {
      lines += `${head}${samples[i]}i ${at + i * stepMs}\n`;
      if (++n % LINES === 0) {
        yield lines;
        lines = "";
      }
    }
  }
  if (lines !== "") yield lines;
}

export const bytesIn = (dir: string): number =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, entry) =>
        sum + 512 * (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.blocks ?? 0),
      0,
    );
