import { open, stat } from "node:fs/promises";
import { accept, Fault, type Read, refuse } from "@sakiyomi/core";
import { checkResource, type FhirResource } from "./resource.ts";

export interface ReadResource {
  readonly resource: FhirResource;
  /** `Patient.ndjson, line 3`, `bundle.json, entry 7`. */
  readonly place: string;
}

/** A bundle is read whole; NDJSON, of any length, line by line. */
const MAX_BUNDLE = 512 * 1024 * 1024;
const MAX_LINE = 64 * 1024 * 1024;

/**
 * The resources of a file, one after another: NDJSON (`.ndjson`), or JSON with a bundle or one resource. A resource that
 * is wrong is a refusal, and the ones after it go on.
 * @throws Fault FILE_FORM for a file that is no JSON, or cut off
 */
export async function* readResources(path: string): AsyncGenerator<Read<ReadResource>> {
  if (path.endsWith(".ndjson")) yield* readLines(path);
  else yield* readBundle(path);
}

async function* readLines(path: string): AsyncGenerator<Read<ReadResource>> {
  const file = await openOrFault(path);
  let line = 0;
  for await (const text of file.readLines()) {
    line += 1;
    const place = `${path}, line ${line}`;
    if (text.length > MAX_LINE) yield refuse("FILE_FORM", place, `${text.length} characters`, `at most ${MAX_LINE}`);
    else if (text.trim() !== "") yield readLine(text, place);
  }
}

function readLine(text: string, place: string): Read<ReadResource> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    return refuse(
      "FILE_FORM",
      place,
      text.slice(-40),
      `a whole line of JSON (${(cause as Error).message.slice(0, 80)})`,
    );
  }
  const read = checkResource(raw, place);
  return read.ok ? accept({ resource: read.value, place }) : read;
}

interface Entry {
  readonly fullUrl?: unknown;
  readonly resource?: Record<string, unknown>;
}

async function* readBundle(path: string): AsyncGenerator<Read<ReadResource>> {
  const raw = await readJson(path);
  if (raw.resourceType !== "Bundle") {
    const read = checkResource(raw, path);
    yield read.ok ? accept({ resource: read.value, place: path }) : read;
    return;
  }
  const entries = (Array.isArray(raw.entry) ? raw.entry : []) as readonly Entry[];
  const names = localNames(entries);
  for (const [i, { resource, fullUrl }] of entries.entries()) {
    const place = `${path}, entry ${i + 1}`;
    const named = resource && { ...(resolved(resource, names) as object), id: resource.id ?? uuidOf(fullUrl) };
    const read = checkResource(named, place);
    yield read.ok ? accept({ resource: read.value, place }) : read;
  }
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const file = await openOrFault(path);
  try {
    const { size } = await stat(path);
    if (size > MAX_BUNDLE)
      throw new Fault("FILE_FORM", `${path} has ${size} bytes; write bundles of more than ${MAX_BUNDLE} as NDJSON.`);
    const raw: unknown = JSON.parse(await file.readFile("utf8"));
    if (typeof raw !== "object" || raw === null || Array.isArray(raw))
      throw new Fault("FILE_FORM", `${path} holds no FHIR resource.`);
    return raw as Record<string, unknown>;
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw new Fault("FILE_FORM", `${path} is not JSON, or is cut off: ${cause.message}.`, { cause });
    throw cause;
  } finally {
    await file.close();
  }
}

async function openOrFault(path: string) {
  try {
    return await open(path);
  } catch (cause) {
    throw new Fault("FILE_FORM", `${path} cannot be opened (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

const uuidOf = (fullUrl: unknown): string | undefined =>
  typeof fullUrl === "string" ? /^urn:uuid:([0-9a-fA-F-]{36})$/.exec(fullUrl)?.[1] : undefined;

/** Names that hold only inside the bundle (`urn:uuid:…`), and what they are called outside (`Patient/…`). */
function localNames(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { fullUrl, resource } of entries)
    if (typeof fullUrl === "string" && resource)
      names.set(fullUrl, `${resource.resourceType}/${resource.id ?? uuidOf(fullUrl)}`);
  return names;
}

function resolved(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === "reference" && typeof each === "string" ? (names.get(each) ?? each) : resolved(each, names),
    ]),
  );
}
