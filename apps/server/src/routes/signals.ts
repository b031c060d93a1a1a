import { accept, type Read, type Refusal, refuse } from "@sakiyomi/core";
import type { Receipt } from "../api.ts";
import { readBody, readJson, signalLimits } from "../http/body.ts";
import { type DeviceCall, device, type Route } from "../http/route.ts";

const mostSignals = 20_000;
type Refused = Receipt["refused"][number];

/** What was sent, each with its place in the message, and the lines that are no JSON at all. */
interface Unpacked {
  readonly raw: readonly unknown[];
  readonly places: readonly number[];
  readonly broken: readonly Refused[];
}

const whole = (raw: readonly unknown[]): Unpacked => ({ raw, places: raw.map((_, index) => index), broken: [] });

function unpackLines(bytes: Uint8Array): Unpacked {
  const lines = new TextDecoder().decode(bytes).split("\n");
  const read = lines.flatMap((line, index) => (line.trim() === "" ? [] : [{ index, line, json: tryJson(line) }]));
  const broken = read.flatMap(({ index, line, json }) => {
    const refusal: Refusal | null = json.ok ? null : { ...json.refusal, found: line.slice(0, 80) };
    return refusal ? [{ index, refusal }] : [];
  });
  const good = read.flatMap(({ index, json }) => (json.ok ? [{ index, value: json.value }] : []));
  return { raw: good.map(({ value }) => value), places: good.map(({ index }) => index), broken };
}

function tryJson(line: string): Read<unknown> {
  try {
    return accept(JSON.parse(line));
  } catch {
    return refuse("SIG_SHAPE", "line", "", "one JSON object a line");
  }
}

type Reader = (bytes: Uint8Array) => Read<Unpacked>;
const readers: Readonly<Record<string, Reader>> = {
  "application/x-ndjson": (bytes) => accept(unpackLines(bytes)),
  "application/json": (bytes) => {
    const json = readJson(bytes);
    return json.ok ? accept(whole(Array.isArray(json.value) ? json.value : [json.value])) : json;
  },
};
export const waveType = "application/vnd.sakiyomi.wave";
export const mediaTypes = [...Object.keys(readers), waveType];

export const typeOfContent = (request: Request): string =>
  (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

async function receive({ house, request, sender }: DeviceCall): Promise<Read<unknown> | Response> {
  const type = typeOfContent(request);
  const reader = readers[type];
  if (!reader && type !== waveType) return refuse("HTTP_MEDIA", "Content-Type", type, mediaTypes.join(", "));
  const bytes = await readBody(request, signalLimits);
  if (!bytes.ok) return bytes;
  if (!reader) return answer(await house.intake.receiveWaves(bytes.value, sender));
  const unpacked = reader(bytes.value);
  if (!unpacked.ok) return unpacked;
  const { raw, places, broken } = unpacked.value;
  if (raw.length > mostSignals) return refuse("SIG_SIZE", "body", `${raw.length} signals`, `at most ${mostSignals}`);
  const receipt = await house.intake.receive(raw, sender);
  const moved = receipt.refused.map(({ index, refusal }) => ({ index: places[index] ?? index, refusal }));
  return answer({ ...receipt, refused: [...moved, ...broken].sort((a, b) => a.index - b.index) });
}

/** 422 only when nothing at all was taken: a device that gets 200 may forget what it sent, but for the refused ones. */
export const answer = (receipt: Receipt): Response => {
  const nothing = receipt.stored + receipt.repeated === 0 && receipt.refused.length > 0;
  return Response.json(receipt, { status: nothing ? 422 : 200 });
};

export const signalRoutes: readonly Route[] = [device({ method: "POST", path: "/api/signals", handleDevice: receive })];
