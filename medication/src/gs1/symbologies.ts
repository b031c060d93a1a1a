import { accept, type Read, refuse } from "@sakiyomi/core";

/** A code without what the reader put before it. */
export interface Carrier {
  readonly symbology: string | null;
  readonly text: string;
  readonly form: "elements" | "bracketed" | "plain" | "link";
}

/** Symbology identifiers (ISO/IEC 15424) and what they carry, as the GS1 General Specifications, section 7.8.3, list them. */
const symbologies: Readonly<Record<string, Carrier["form"]>> = {
  "]C1": "elements", // GS1-128
  "]e0": "elements", // GS1 DataBar, and the linear part of a composite
  "]e1": "elements", // the 2D part of a composite
  "]e2": "elements",
  "]d2": "elements", // GS1 DataMatrix
  "]Q3": "elements", // GS1 QR Code
  "]J1": "elements", // GS1 DotCode
  "]E0": "plain", // EAN-13, UPC-A
  "]E4": "plain", // EAN-8
  "]I0": "plain", // ITF-14
  "]I1": "plain",
  "]d1": "link", // Data Matrix and QR Code without FNC1: only a GS1 Digital Link is of use
  "]Q1": "link",
};

/** Takes the symbology identifier and a leading FNC1 off, and says how the rest is to be read. */
export function carrierOf(code: string): Read<Carrier> {
  const mark = /^\][A-Za-z][0-9A-Za-z]/.exec(code)?.[0] ?? null;
  const rest = mark === null ? code : code.slice(mark.length);
  const text = rest.startsWith("\u001D") ? rest.slice(1) : rest;
  if (mark === null) return accept({ symbology: null, text, form: formOf(text, rest !== text) });
  const form = symbologies[mark];
  if (form === undefined || (form === "link" && !isLink(text)))
    return refuse("GS1_SHAPE", "symbology", code, `a symbol of GS1: ${Object.keys(symbologies).join(" ")}`);
  return accept({ symbology: mark, text, form });
}

const isLink = (text: string): boolean => /^https?:\/\//i.test(text);

function formOf(text: string, hadSeparator: boolean): Carrier["form"] {
  if (hadSeparator) return "elements";
  if (text.startsWith("(")) return "bracketed";
  if (isLink(text)) return "link";
  return /^(?:\d{8}|\d{12,14})$/.test(text) ? "plain" : "elements";
}
