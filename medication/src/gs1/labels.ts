import { accept, type Read, refuse } from "@sakiyomi/core";
import { checkPair, withCheckPair } from "./check-pair.ts";
import { type Elements, readElements } from "./elements.ts";
import type { Element } from "./fields.ts";
import { bracketed, writeElements } from "./write.ts";

/** What is printed: the text of the symbol, and the line under it for people. */
export interface LabelCode {
  readonly code: string;
  readonly line: string;
}

/** A wristband: whose, and which printing, so that a spare one of before is told from the one that is worn. No name, no number of a record. */
export const wristbandLabel = (band: { readonly gsrn: string; readonly printing: number }): Read<LabelCode> =>
  labelOf([
    { ai: "8018", value: band.gsrn },
    { ai: "8019", value: String(band.printing) },
  ]);

/** A pack's id: letters, digits, dots and hyphens. */
const packId = /^[0-9A-Za-z.-]{1,64}$/;

/** A pack or cup put together for one person (一包化): whose, and which pack, with its check pair. What is in it, the server knows. */
export function packLabel(pack: { readonly gsrn: string; readonly id: string }): Read<LabelCode> {
  if (!packId.test(pack.id)) return refuse("GS1_TEXT", "pack", pack.id, "1 to 64 letters, digits, dots or hyphens");
  return labelOf([
    { ai: "8018", value: pack.gsrn },
    { ai: "91", value: withCheckPair(pack.id) },
  ]);
}

function labelOf(elements: readonly Element[]): Read<LabelCode> {
  const code = writeElements(elements);
  return code.ok ? accept({ code: code.value, line: bracketed(elements) }) : code;
}

/** What a scanned code is of. */
export type Label =
  | { readonly type: "wristband"; readonly gsrn: string; readonly printing: number | null }
  | { readonly type: "pack"; readonly gsrn: string; readonly pack: string }
  | { readonly type: "package"; readonly gtin: string; readonly elements: Elements };

/** Reads a code and says what it is of. Refused is one that is neither a person's, nor a pack of ours, nor a package with a GTIN. */
export function readLabel(code: string, year?: number): Read<Label> {
  const read = readElements(code, year);
  return read.ok ? labelIn(read.value) : read;
}

/** A code of both a person and a package is none of ours: refused, for nobody could say which is meant. */
export function labelIn(elements: Elements): Read<Label> {
  const { gtin, gsrn, printing, internal } = elements;
  const said = elements.all.map(({ ai }) => `(${ai})`).join("");
  if (gtin !== null && gsrn !== null)
    return refuse("GS1_FIELD", "code", said, "(01) of a package or (8018) of a person");
  if (gtin !== null) return accept({ type: "package", gtin, elements });
  if (gsrn === null) return refuse("GS1_FIELD", "code", said, "(01) of a package or (8018) of a person");
  const pack = internal["91"];
  return pack === undefined ? accept({ type: "wristband", gsrn, printing }) : readPack(gsrn, pack);
}

function readPack(gsrn: string, text: string): Read<Label> {
  const id = text.slice(0, -2);
  if (!packId.test(id)) return refuse("GS1_SHAPE", "AI 91", text, "the id of a pack and its check pair");
  if (!text.endsWith(checkPair(id))) return refuse("GS1_CHECK", "AI 91", text, "the check pair of the pack's id");
  return accept({ type: "pack", gsrn, pack: id });
}
