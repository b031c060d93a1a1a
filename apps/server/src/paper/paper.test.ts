import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Language } from "@sakiyomi/core";
import { need } from "../../../../tools/debian.ts";
import { openPaper } from "./index.ts";

const at = Date.UTC(2026, 10, 23, 6);

/** What a program that reads PDF finds in it. */
function read(bytes: Uint8Array, program: string, ...args: string[]): Buffer {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-paper-"));
  try {
    const file = join(dir, "paper.pdf");
    writeFileSync(file, bytes);
    return spawnSync(program, [...args, file, ...(program === "pdftotext" ? ["-"] : [])], { maxBuffer: 1e8 }).stdout;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
const readText = (bytes: Uint8Array, program: string, ...args: string[]): string =>
  read(bytes, program, ...args).toString("utf8");

const words: Readonly<Record<Language, readonly string[]>> = {
  en: ["Check-up report", "Weight 52.3 kg, BMI 21.4 kg/m²", "SpO2 ≥ 96 %", "Ångström’s naïve café — “quoted”"],
  ja: ["健康診断の報告書", "髙橋 﨑子 様（たかはし さきこ）", "体温 36.8℃", "①褥瘡 ②嚥下 ③誤嚥性肺炎", "김민준"],
  ko: ["건강검진 보고서", "김철수 님", "낙상 위험: 뛞뷁 없음", "髙﨑 花子"],
};

const ordinary = async (language: Language): Promise<Uint8Array> => {
  const paper = openPaper({ language, title: words[language][0] ?? "", at, foot: words[language][1] ?? "" });
  for (const line of words[language]) paper.paragraph(line);
  assert.deepEqual(paper.missing(), []);
  return paper.bytes();
};

for (const language of ["en", "ja", "ko"] as const)
  test(`what is written in ${language} can be read and searched again, rare characters of names too`, async (t) => {
    const missing = need("poppler-utils");
    if (missing !== null) return t.skip(missing);
    const bytes = await ordinary(language);
    const text = readText(bytes, "pdftotext", "-layout");
    for (const line of words[language]) assert.ok(text.includes(line), `${line} is not in ${text}`);
    assert.ok(bytes.length < 200_000, `${bytes.length} bytes`);
    const facts = readText(bytes, "pdfinfo");
    assert.match(facts, /Tagged:\s+yes/);
    const tree = readText(bytes, "pdfinfo", "-struct");
    assert.match(tree, /^Document/m);
    assert.ok(facts.includes(words[language][0] ?? "?"));
  });

test("letters are really drawn: the page is not white where text stands", async (t) => {
  const missing = need("poppler-utils");
  if (missing !== null) return t.skip(missing);
  const inkOf = (bytes: Uint8Array): number =>
    read(bytes, "pdftoppm", "-r", "40", "-gray").filter((shade) => shade < 160).length;
  const empty = openPaper({ language: "ja", title: "", at });
  const blank = inkOf(await empty.bytes());
  const full = openPaper({ language: "ja", title: "", at });
  for (let line = 0; line < 20; line += 1) full.paragraph("髙﨑さんの健康診断の報告書です。");
  assert.ok(inkOf(await full.bytes()) > blank + 1000);
});

test("the same words at the same time make the same bytes", async () => {
  assert.deepEqual(await ordinary("ja"), await ordinary("ja"));
});

test("a character that no font has is a box, and is told", async () => {
  const paper = openPaper({ language: "en", title: "t", at });
  paper.paragraph("a 😀 b \u{1F9D1}");
  paper.paragraph("SpO₂");
  assert.deepEqual(paper.missing(), ["😀", "🧑"]);
  await paper.bytes();
});

test("a long table goes on over pages, its head on each, no word over another", async (t) => {
  const missing = need("poppler-utils");
  if (missing !== null) return t.skip(missing);
  const paper = openPaper({ language: "ja", title: "検査", at, foot: "出典" });
  const rows = Array.from({ length: 90 }, (_row, index) => [
    `ヘモグロビン${index}`,
    { text: "11.2", bold: true },
    index === 40 ? "長い説明が続きます。".repeat(160) : "基準",
  ]);
  paper.table({ columns: [{ title: "検査名" }, { title: "値", points: 60 }, { title: "備考", share: 2 }], rows });
  const bytes = await paper.bytes();
  const pages = Number(/Pages:\s+(\d+)/.exec(readText(bytes, "pdfinfo"))?.[1]);
  assert.ok(pages >= 4);
  const text = readText(bytes, "pdftotext", "-layout");
  assert.equal(text.split("検査名").length - 1, pages);
  for (let row = 0; row < 90; row += 1) assert.match(text, new RegExp(`ヘモグロビン${row}(?!\\d)`));
  assert.equal(text.replace(/\s/g, "").split("長い説明が続きます。").length - 1 > 140, true);
  assert.match(text, new RegExp(`${pages} / ${pages} ページ`));
  assertNoOverlap(readText(bytes, "pdftotext", "-bbox"));
});

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
}

function assertNoOverlap(bbox: string): void {
  for (const page of bbox.split("<page").slice(1)) {
    const found = page.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)/g);
    const boxes: Box[] = [...found].map(([, left, top, right, bottom, text = ""]) => {
      const [height, middle] = [Number(bottom) - Number(top), (Number(top) + Number(bottom)) / 2];
      // A font's box is higher than its letters: compared is where letters stand.
      return { left: Number(left), right: Number(right), top: middle - height / 4, bottom: middle + height / 4, text };
    });
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        assert.ok(wide < 0.5 || high < 0.5, `${a.text} over ${b.text}`);
      }
  }
}

test("charts, strips, ledgers and statements with holes in them are drawn and stay small", async () => {
  const paper = openPaper({ language: "ja", title: "午睡", at, landscape: true });
  paper.chart({
    title: "体重",
    alt: "体重の変化",
    x: { min: 0, max: 3 },
    y: { min: 40, max: 60, name: "kg" },
    series: [
      {
        name: "体重",
        points: [
          [0, 50],
          [1, null],
          [2, Number.NaN],
          [3, 51],
        ],
        marks: "dot",
      },
    ],
    bands: [
      {
        name: "基準",
        points: [
          [0, 45, 55],
          [3, 45, 55],
        ],
      },
    ],
    thresholds: [
      { y: 46, name: "下限" },
      { y: 99, name: "外" },
    ],
  });
  paper.strip({ title: "ECG", alt: "", values: [0, Number.NaN, 1], rate: 250, unit: "mV" });
  paper.strip({ title: "ECG", alt: "", values: [], rate: 250, unit: "mV" });
  paper.statement({ tone: "watch", title: "体重", words: ["減りました。"], source: "MUST" });
  const columns = [{ title: "園児", points: 70 }, ...Array.from({ length: 24 }, (_slot, at) => ({ title: `${at}` }))];
  const rows = Array.from({ length: 20 }, () => ["髙橋", ...Array.from({ length: 24 }, () => "仰")]);
  paper.table({ columns, rows, grid: true, textSize: 6, padding: 1.5 });
  assert.ok((await paper.bytes()).length < 100_000);
});
