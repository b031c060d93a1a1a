import type { Language } from "@sakiyomi/core";
import PDFDocument from "pdfkit";
import { type Align, inks, LEADING, Pen, type Style } from "./pen.ts";

export interface PaperOptions {
  readonly language: Language;
  readonly title: string;
  /** Milliseconds since 1970: with the same words and the same time the bytes are the same. */
  readonly at: number;
  readonly author?: string;
  readonly size?: "A4";
  readonly landscape?: boolean;
  /** At the foot of every page: where this comes from, when and for whom it was made, that a clinician has to approve. */
  readonly foot?: string;
}

/** Points. */
const MARGIN = 42;
const FOOT = 34;
const FOOT_STYLE: Style = { size: 7, ink: inks.soft };
const pageOf = {
  en: (page: number, pages: number) => `Page ${page} of ${pages}`,
  ja: (page: number, pages: number) => `${page} / ${pages} ページ`,
  ko: (page: number, pages: number) => `${page} / ${pages}쪽`,
} as const;

export type Tag = "H1" | "H2" | "H3" | "P" | "Figure" | "Table" | "Caption" | "L" | "LI" | "TR" | "TH" | "TD";
export type Structure = ReturnType<PDFKit.PDFDocument["struct"]>;
/** What is drawn in the call is part of the element. Nothing may turn the page inside. */
export type Mark = (drawn: () => void) => void;

/** The types of pdfkit do not know this subset: PDF/UA-1, what a screen reader needs. */
const settingsOf = (options: PaperOptions): PDFKit.PDFDocumentOptions => ({
  size: options.size ?? "A4",
  layout: options.landscape === true ? "landscape" : "portrait",
  margin: 0,
  bufferPages: true,
  pdfVersion: "1.7",
  subset: "PDF/UA" as "PDF/A-1",
  tagged: true,
  displayTitle: true,
  lang: options.language,
  font: "",
  info: {
    Title: options.title,
    Author: options.author ?? "Sakiyomi",
    Creator: "Sakiyomi",
    Producer: "Sakiyomi",
    CreationDate: new Date(options.at),
    ModDate: new Date(options.at),
  },
});

/** Pages with a place where the next block goes. Everything drawn is tagged for a screen reader, or marked as ornament. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly pen: Pen;
  readonly left = MARGIN;
  readonly width: number;
  /** The top of what comes next. */
  y = MARGIN;
  readonly #options: PaperOptions;
  /** The one root that a screen reader looks for. */
  readonly #whole: Structure;
  readonly #parts: Uint8Array[] = [];
  readonly #ended: Promise<void>;

  constructor(options: PaperOptions) {
    this.#options = options;
    this.doc = new PDFDocument(settingsOf(options));
    this.#whole = this.doc.struct("Document");
    this.doc.addStructure(this.#whole);
    this.width = this.doc.page.width - 2 * MARGIN;
    this.pen = new Pen(this.doc, options.language);
    this.doc.on("data", (part: Uint8Array) => this.#parts.push(part));
    this.#ended = new Promise((resolve, reject) => {
      this.doc.on("end", () => resolve());
      this.doc.on("error", reject);
    });
  }

  get bottom(): number {
    return this.doc.page.height - MARGIN - FOOT;
  }
  /** What a whole page can hold. */
  get pageHeight(): number {
    return this.bottom - MARGIN;
  }

  /** A new page, unless so much still fits on this one. */
  need(height: number): boolean {
    if (this.y + height <= this.bottom || this.y === MARGIN) return false;
    this.newPage();
    return true;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = MARGIN;
  }

  tagged(tag: Tag, draw: (mark: Mark, element: Structure) => void, alt?: string, within?: Structure): void {
    const element = this.doc.struct(tag, alt === undefined ? {} : { alt });
    (within ?? this.#whole).add(element);
    draw((drawn) => {
      element.add(this.doc.markStructureContent(tag));
      drawn();
      this.doc.endMarkedContent();
    }, element);
    element.end();
  }

  /** Lines, grounds and whatever tells nothing that is not told in words. */
  ornament(draw: () => void): void {
    this.doc.markContent("Artifact", { type: "Layout" });
    draw();
    this.doc.endMarkedContent();
  }

  /** Flowing text. */
  text(tag: Tag, text: string, style: Style, x = this.left, width = this.width, align: Align = "left"): void {
    const step = style.size * LEADING;
    this.tagged(tag, (mark) => {
      for (const line of this.pen.lines(text, width, style)) {
        this.need(step);
        mark(() => this.pen.drawAligned(line, x, this.y, width, align, style));
        this.y += step;
      }
    });
  }

  async bytes(): Promise<Uint8Array> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.doc.switchToPage(start + page);
      this.ornament(() => this.#foot(page + 1, count));
    }
    this.#whole.end();
    this.doc.end();
    await this.#ended;
    return Buffer.concat(this.#parts);
  }

  #foot(page: number, pages: number): void {
    const { language, foot = "", title } = this.#options;
    const number = pageOf[language](page, pages);
    const wide = this.pen.width(number, FOOT_STYLE);
    const top = this.bottom + 10;
    this.doc.lineWidth(0.5).strokeColor(inks.faint);
    this.doc
      .moveTo(this.left, top - 3)
      .lineTo(this.left + this.width, top - 3)
      .stroke();
    this.pen.draw(number, this.left + this.width - wide, top, FOOT_STYLE);
    const said = foot === "" ? title : `${title} · ${foot}`;
    const lines = this.pen.lines(said, this.width - wide - 24, FOOT_STYLE);
    for (const [row, line] of lines.slice(0, 4).entries())
      this.pen.draw(line.text, this.left, top + row * FOOT_STYLE.size * LEADING, FOOT_STYLE);
  }
}
