import { accept, type Read, refuse, subjectId } from "@sakiyomi/core";
import { checkResource, type FhirResource, type Observed, observedIn } from "@sakiyomi/fhir";
import { encodeWaves } from "@sakiyomi/wave";
import type { Receipt } from "../api.ts";
import { readBody, readJson, signalLimits } from "../http/body.ts";
import { type DeviceCall, device, type Route } from "../http/route.ts";
import { answer, typeOfContent } from "./signals.ts";

type Refused = Receipt["refused"][number];
const types = ["application/fhir+json", "application/json"];
const none: Receipt = { stored: 0, repeated: 0, refused: [] };

/** An Observation, or the Observations of a Bundle, as signals of the device. Whole records come with `sakiyomi import`. */
async function receive({ house, request, sender }: DeviceCall): Promise<Read<unknown> | Response> {
  const type = typeOfContent(request);
  if (!types.includes(type)) return refuse("HTTP_MEDIA", "Content-Type", type, types.join(", "));
  const bytes = await readBody(request, signalLimits);
  if (!bytes.ok) return bytes;
  const json = readJson(bytes.value);
  if (!json.ok) return json;
  const entries = entriesOf(json.value).map(read);
  const bad: Refused[] = entries.flatMap((entry, index) => (entry.ok ? [] : [{ index, refusal: entry.refusal }]));
  const good = entries.flatMap((entry, index) =>
    entry.ok ? entry.value.map((observed) => ({ index, observed })) : [],
  );
  const plain = good.filter(({ observed }) => !isWave(observed.value));
  const waves = good.filter(({ observed }) => isWave(observed.value));
  const receipts = [
    { ...none, refused: bad },
    placed(
      plain,
      await house.intake.receive(
        plain.map(({ observed }) => rawOf(observed)),
        sender,
      ),
    ),
    ...(await Promise.all(
      waves.map(async (one) => placed([one], await house.intake.receiveWaves(frameOf(one.observed), sender))),
    )),
  ];
  return answer(receipts.reduce(together));
}

const isWave = (value: Observed["value"]): value is Exclude<Observed["value"], number | string> =>
  typeof value === "object";

function entriesOf(json: unknown): readonly unknown[] {
  const bundle = json as { resourceType?: unknown; entry?: unknown } | null;
  if (bundle?.resourceType !== "Bundle") return [json];
  return Array.isArray(bundle.entry) ? bundle.entry.map((entry: { resource?: unknown } | null) => entry?.resource) : [];
}

/** A device need not know who wears it: the binding does. */
const wearer = { reference: "Patient/the-wearer" };
const nobody = subjectId.parse("person:the-wearer");

/** What one entry says. A device sends Observations and nothing else; an id is often missing, and not needed. */
function read(resource: unknown, index: number): Read<readonly Observed[]> {
  const place = `entry ${index}`;
  const named =
    typeof resource === "object" && resource !== null
      ? { id: `entry-${index}`, subject: wearer, ...resource }
      : resource;
  const checked: Read<FhirResource> = checkResource(named, place);
  if (!checked.ok) return checked;
  if (checked.value.resourceType !== "Observation")
    return refuse("REC_SHAPE", place, checked.value.resourceType, "an Observation");
  const observed = observedIn(checked.value, place);
  const wrong = observed.find((one) => !one.ok);
  if (wrong && !wrong.ok) return wrong;
  const said = observed.flatMap((one) => (one.ok ? [one.value] : []));
  return said.length > 0
    ? accept(said)
    : refuse("SIG_KIND", `${place}, code`, "another", "a code of docs/guide/kinds.md");
}

const rawOf = ({ subject, kind, at, unit, value, quality }: Observed) => ({
  ...{ kind, value, quality, at: new Date(at).toISOString() },
  ...(subject === nobody ? {} : { subject }),
  ...(unit === "" ? {} : { unit }),
});

function frameOf({ subject, kind, at, unit, value }: Observed): Uint8Array {
  if (!isWave(value)) throw new TypeError("not a waveform");
  return encodeWaves([{ ...(subject === nobody ? {} : { subject }), kind, unit, at, sequence: 0, ...value }]);
}

/** Refusals under the number of the entry that they are about. */
const placed = (sent: readonly { readonly index: number }[], receipt: Receipt): Receipt => ({
  ...receipt,
  refused: receipt.refused.map(({ index, refusal }) => ({ index: sent[index]?.index ?? index, refusal })),
});

const together = (one: Receipt, other: Receipt): Receipt => ({
  stored: one.stored + other.stored,
  repeated: one.repeated + other.repeated,
  refused: [...one.refused, ...other.refused],
});

export const fhirRoutes: readonly Route[] = [device({ method: "POST", path: "/api/fhir", handleDevice: receive })];
