import { type Deposited, deposit } from "./deposit.ts";
import { planOf } from "./detect.ts";
import type { ImportOptions } from "./options.ts";
import type { Item, Plan } from "./plan.ts";
import { asRefusal, type FileReport, type ImportReport, reportOf, Troubles } from "./report.ts";
import { isThere, openBookmark } from "./resume.ts";

/** Samples of about so many are made durable at once. */
const BATCH_SAMPLES = 250_000;
const BATCH_ITEMS = 500;

/**
 * Reads the files and puts what is in them into the store and the records. A file that is damaged is refused whole; a
 * value that is wrong is refused alone. Said again, it changes nothing; stopped, it goes on where it was.
 */
export async function importFiles(options: ImportOptions): Promise<ImportReport> {
  const reports: FileReport[] = [];
  for (const file of options.files) reports.push(await importFile(file, options));
  const report = reportOf(reports);
  const content = {
    files: reports.map(({ file, stored, repeated }) => ({ file, stored, repeated })),
    stored: report.stored,
  };
  const about = options.person === undefined ? {} : { subject: options.person };
  const at = options.now();
  await options.records.commit({
    by: options.by,
    at,
    journal: [{ at, type: "imported", actor: options.by, ...about, content }],
  });
  return report;
}

const nothing = {
  stored: 0,
  repeated: 0,
  records: { stored: 0, repeated: 0 },
  channels: [],
  refused: [],
  annotations: 0,
};

async function importFile(file: string, options: ImportOptions): Promise<FileReport> {
  let plan: Plan | null = null;
  try {
    plan = await planOf(file, options);
    const seen = await check(file, plan, options);
    return await store(file, plan, seen, options);
  } catch (trouble) {
    return { file, format: plan?.format ?? null, ...nothing, failed: asRefusal(trouble, file) };
  }
}

/** What the first look at a file found. */
interface Seen {
  readonly troubles: Troubles;
  readonly samples: readonly number[];
  readonly total: number;
}

/** Goes through the whole file without storing anything: a fault at its end must not leave its beginning behind. */
async function check(file: string, plan: Plan, { onProgress }: ImportOptions): Promise<Seen> {
  const troubles = new Troubles();
  for (const refusal of plan.troubles) troubles.add(refusal);
  const samples = plan.channels.map(() => 0);
  let total = 0;
  for await (const read of plan.items()) {
    if (!read.ok) troubles.add(read.refusal, read.count);
    else {
      const count = weightOf(read.value);
      total += count;
      if ("signal" in read.value && read.value.channel >= 0)
        samples[read.value.channel] = (samples[read.value.channel] ?? 0) + count;
    }
    onProgress?.({ file, phase: "check", done: total, total: plan.expected });
  }
  return { troubles, samples, total };
}

async function store(file: string, plan: Plan, seen: Seen, options: ImportOptions): Promise<FileReport> {
  const bookmark = await openBookmark(file, plan, options);
  const before = (await isThere(plan, bookmark.done, options)) ? bookmark.done : 0;
  const sum = { stored: 0, repeated: 0, records: { stored: 0, repeated: 0 } };
  const add = ({ stored, repeated, records, refusals }: Deposited) => {
    sum.stored += stored;
    sum.repeated += repeated;
    sum.records.stored += records.stored;
    sum.records.repeated += records.repeated;
    for (const refusal of refusals) seen.troubles.add(refusal);
  };
  for await (const { batch, done, weight } of batchesOf(plan, before)) {
    add(await deposit(batch, options));
    await bookmark.save(done);
    options.onProgress?.({ file, phase: "store", done: weight, total: seen.total });
  }
  await bookmark.end();
  const channels = plan.channels.map((channel, i) => ({ ...channel, samples: seen.samples[i] ?? 0 }));
  return {
    file,
    format: plan.format,
    ...sum,
    channels,
    refused: seen.troubles.list,
    failed: null,
    annotations: plan.annotations,
  };
}

interface Batch {
  readonly batch: readonly Item[];
  /** Items and samples up to and with this batch. */
  readonly done: number;
  readonly weight: number;
}

/** The items after the first `before` ones. */
async function* batchesOf(plan: Plan, before: number): AsyncGenerator<Batch> {
  let batch: Item[] = [];
  let done = 0;
  let weight = 0;
  let inBatch = 0;
  for await (const read of plan.items()) {
    if (!read.ok) continue;
    done += 1;
    weight += weightOf(read.value);
    if (done <= before) continue;
    inBatch += weightOf(read.value);
    batch.push(read.value);
    if (inBatch < BATCH_SAMPLES && batch.length < BATCH_ITEMS) continue;
    yield { batch, done, weight };
    batch = [];
    inBatch = 0;
  }
  if (batch.length > 0) yield { batch, done, weight };
}

/** Samples of a block; anything else is one. */
function weightOf(item: Item): number {
  if (!("signal" in item)) return 1;
  const { value } = item.signal;
  return typeof value === "object" && "samples" in value ? value.samples.length : 1;
}
