import type { Language } from "@sakiyomi/core";
import { type Line, linesOf } from "./break.ts";
import { facesFor, type Weight } from "./faces.ts";
import { plainFont } from "./woff.ts";

export const inks = {
  text: "#1b1f24",
  soft: "#57606a",
  line: "#8c959f",
  faint: "#d0d7de",
  ground: "#f3f5f7",
  accent: "#0b5c8a",
  alert: "#a4262c",
} as const;

export interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly ink?: string;
}
export type Align = "left" | "centre" | "right";

/** pdfkit keeps the opened font here. */
interface Opened {
  readonly _font: {
    readonly font: {
      readonly unitsPerEm: number;
      hasGlyphForCodePoint(code: number): boolean;
      glyphForCodePoint(code: number): { readonly advanceWidth: number };
    };
  };
}
interface Glyph {
  /** The file that draws it; null where none of ours can. */
  readonly face: string | null;
  /** As a share of the size. */
  readonly advance: number;
  /** The character that stands for it: ₂ has no glyph of its own in Noto Sans, but means 2. */
  readonly shown: string;
}

/** Characters of one face, one after the other. */
interface Run {
  readonly face: string | null;
  text: string;
  width: number;
}

/** Signs that change the shape of the one before, or show nothing: left out where the base is drawn. */
const UNSEEN = /[\p{Variation_Selector}\u200b-\u200d\u2060\ufeff\p{Cc}]/gu;
const MISSING_ADVANCE = 0.7;
/** Lines stand so far apart, as a share of their size: kanji need more than Latin. */
export const LEADING = 1.5;
/** The baseline within its line. */
const BASELINE = 1.08;

/** What can be shown at all: composed (a name typed in pieces has one glyph), without what has no shape. */
export const showable = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll("\r\n", "\n")
    .replaceAll("\t", " ")
    .split("\n")
    .map((line) => line.replace(UNSEEN, ""))
    .join("\n");

/** Draws and measures text in whichever piece of font holds each character. */
export class Pen {
  readonly doc: PDFKit.PDFDocument;
  readonly #language: Language;
  readonly #glyphs = new Map<string, Glyph>();
  readonly #missing = new Set<string>();
  readonly #opened = new Set<string>();

  constructor(doc: PDFKit.PDFDocument, language: Language) {
    this.doc = doc;
    this.#language = language;
  }

  /** Characters that no font of ours can draw; a box stands for each. */
  missing(): readonly string[] {
    return [...this.#missing].toSorted();
  }

  width(text: string, style: Style): number {
    let width = 0;
    for (const character of showable(text)) width += this.#glyph(character, style).advance * style.size;
    return width;
  }

  lines(text: string, width: number, style: Style): readonly Line[] {
    return linesOf(showable(text), width, (character) => this.#glyph(character, style).advance * style.size);
  }

  /** One line whose top is at `y`. */
  draw(text: string, x: number, y: number, style: Style): void {
    const baseline = y + style.size * BASELINE;
    let at = x;
    for (const run of this.#runs(showable(text), style)) {
      if (run.face === null) this.#box(at, baseline, style);
      else this.#put(run, run.face, at, baseline, style);
      at += run.width;
    }
  }

  drawAligned(line: Line, x: number, y: number, width: number, align: Align, style: Style): void {
    const left = { left: 0, centre: (width - line.width) / 2, right: width - line.width }[align];
    this.draw(line.text, x + left, y, style);
  }

  /** The width is known: pdfkit need not shape the text once more to find it. */
  #put({ text, width }: Run, face: string, x: number, baseline: number, style: Style): void {
    this.#open(face)
      .fontSize(style.size)
      .fillColor(style.ink ?? inks.text)
      .text(text, x, baseline, {
        lineBreak: false,
        baseline: "alphabetic",
        textWidth: width,
      } as PDFKit.Mixins.TextOptions);
  }

  #open(face: string): PDFKit.PDFDocument {
    if (!this.#opened.has(face)) this.doc.registerFont(face, plainFont(face));
    this.#opened.add(face);
    return this.doc.font(face);
  }

  #box(x: number, baseline: number, { size, ink }: Style): void {
    const wide = size * (MISSING_ADVANCE - 0.15);
    this.doc.lineWidth(size / 16).strokeColor(ink ?? inks.text);
    this.doc.rect(x + size * 0.07, baseline - size * 0.75, wide, size * 0.8).stroke();
  }

  #runs(text: string, style: Style): readonly Run[] {
    const runs: Run[] = [];
    for (const character of text) {
      const { face, advance, shown } = this.#glyph(character, style);
      const last = runs.at(-1);
      if (last !== undefined && face !== null && last.face === face) {
        last.text += shown;
        last.width += advance * style.size;
      } else runs.push({ face, text: shown, width: advance * style.size });
    }
    return runs;
  }

  #glyph(character: string, { bold = false }: Style): Glyph {
    const key = `${bold ? "b" : "r"}${character}`;
    const known = this.#glyphs.get(key) ?? this.#find(character, bold ? 700 : 400);
    this.#glyphs.set(key, known);
    return known;
  }

  #find(character: string, weight: Weight): Glyph {
    const code = character.codePointAt(0) ?? 0;
    for (const face of facesFor(code, this.#language, weight)) {
      const { font } = (this.#open(face) as unknown as Opened)._font;
      if (!font.hasGlyphForCodePoint(code)) continue;
      return { face, shown: character, advance: font.glyphForCodePoint(code).advanceWidth / font.unitsPerEm };
    }
    const meant = character.normalize("NFKC");
    if (meant !== character && [...meant].length === 1) return this.#find(meant, weight);
    this.#missing.add(character);
    return { face: null, shown: character, advance: MISSING_ADVANCE };
  }
}
