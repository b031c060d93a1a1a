import { gzipSync } from "node:zlib";
import { accept, type Read, type Refusal, refuse } from "@sakiyomi/core";
import {
  type Drug,
  type Formulary,
  formularyOf,
  type PackCode,
  readPackCodes,
  readPriceList,
} from "@sakiyomi/medication";
import { digestOf } from "../access/secret.ts";
import type { Actor, Ward } from "../ward/port.ts";
import type { FormularyChunk, FormularyHead } from "./kept.ts";
import type { FormularyView } from "./shapes.ts";

/** Rows in one record: 13 records for the whole list, each a text that the records hand over without looking into it. */
const chunkRows = 1000;

interface Listed {
  readonly listDate: string | null;
  readonly drugs: readonly Drug[];
  readonly packCodes: readonly PackCode[];
}

/** What became of an import. Rows that are wrong are told and left out; the others hold. */
export interface Imported {
  readonly version: string;
  readonly drugs: number;
  readonly packCodes: number;
  /** At most so many as fit a page. */
  readonly wrong: readonly Refusal[];
  readonly wrongCount: number;
}
const mostWrong = 200;

/** The list of drugs and of the codes on packages: in memory, from records, and packed once for the pages. */
export class Shelf {
  readonly #ward: Ward;
  #listed: Listed = { listDate: null, drugs: [], packCodes: [] };
  #version = "none";
  #formulary: Formulary = formularyOf([], []);
  #packed: Uint8Array<ArrayBuffer> | null = null;

  constructor(ward: Ward) {
    this.#ward = ward;
  }

  async load(): Promise<this> {
    const { records } = this.#ward;
    const head = await records.get<FormularyHead>("Formulary", "house");
    if (!head) return this;
    const chunks = await records.search<FormularyChunk>("FormularyChunk");
    const rowsOf = (part: FormularyChunk["part"]) =>
      chunks
        .filter(({ resource }) => resource.part === part)
        .toSorted((a, b) => a.resource.n - b.resource.n)
        .flatMap(({ resource }) => JSON.parse(resource.rows) as unknown[]);
    const drugs = rowsOf("drugs") as Drug[];
    const packCodes = rowsOf("pack-codes") as PackCode[];
    this.#set({ listDate: head.resource.listDate, drugs, packCodes }, head.resource.version);
    return this;
  }

  get version(): string {
    return this.#version;
  }

  get formulary(): Formulary {
    return this.#formulary;
  }

  view = (): FormularyView => ({ version: this.#version, ...this.#listed });

  /** The view, packed; made when somebody asks for the first time. */
  packed(): Uint8Array<ArrayBuffer> {
    this.#packed ??= new Uint8Array(gzipSync(JSON.stringify(this.view())));
    return this.#packed;
  }

  /** The ministry's price list takes the place of the one before; codes of drugs that are not on it stay. */
  async importDrugs(text: string, listDate: string, by: Actor): Promise<Read<Imported>> {
    const { drugs, wrong } = readPriceList(text);
    if (drugs.length === 0) return nothingIn(wrong, "the ministry's price list");
    return this.#replace({ ...this.#listed, listDate, drugs }, "drugs", wrong, by);
  }

  async importPackCodes(text: string, by: Actor): Promise<Read<Imported>> {
    const { packCodes, wrong } = readPackCodes(text, this.#formulary);
    if (packCodes.length === 0) return nothingIn(wrong, "rows of gtin and code");
    return this.#replace({ ...this.#listed, packCodes }, "pack-codes", wrong, by);
  }

  async #replace(listed: Listed, part: FormularyChunk["part"], wrong: readonly Refusal[], by: Actor) {
    const { records } = this.#ward;
    const at = this.#ward.now();
    const rows = part === "drugs" ? listed.drugs : listed.packCodes;
    const chunks = chunksOf(part, rows);
    const was = (await records.search<FormularyChunk>("FormularyChunk", { part })).map(({ resource }) => resource);
    const version = digestOf(JSON.stringify(listed)).slice(0, 16);
    const head: FormularyHead = { resourceType: "Formulary", id: "house", version, listDate: listed.listDate };
    const type = part === "drugs" ? "medication.formulary" : "medication.pack-codes";
    const count = { rows: rows.length, wrong: wrong.length, ...(part === "drugs" ? { date: listed.listDate } : {}) };
    await records.commit({
      by: by.id,
      at,
      puts: [
        { resource: head },
        ...chunks.map((resource) => ({ resource })),
        ...was.filter(({ n }) => n >= chunks.length).map((resource) => ({ resource, deleted: true })),
      ],
      journal: [{ at, type, actor: by.id, content: count }],
    });
    this.#set(listed, version);
    this.#ward.announce({ type: "medication", people: [] });
    return accept<Imported>({
      version,
      drugs: listed.drugs.length,
      packCodes: listed.packCodes.length,
      wrong: wrong.slice(0, mostWrong),
      wrongCount: wrong.length,
    });
  }

  #set(listed: Listed, version: string): void {
    this.#listed = listed;
    this.#version = version;
    this.#formulary = formularyOf(listed.drugs, listed.packCodes);
    this.#packed = null;
  }
}

/** Why nothing at all could be taken: the first row says it. */
const nothingIn = (wrong: readonly Refusal[], expected: string): Read<never> =>
  wrong[0] ? { ok: false, refusal: wrong[0] } : refuse("FILE_FORM", "text", "no row", expected);

const chunksOf = (part: FormularyChunk["part"], rows: readonly unknown[]): readonly FormularyChunk[] =>
  Array.from({ length: Math.ceil(rows.length / chunkRows) }, (_, n) => ({
    resourceType: "FormularyChunk",
    id: `${part}-${n}`,
    part,
    n,
    rows: JSON.stringify(rows.slice(n * chunkRows, (n + 1) * chunkRows)),
  }));
