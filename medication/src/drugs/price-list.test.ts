import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { linesOf } from "./csv.ts";
import { readPriceList } from "./price-list.ts";

const head = "区分,薬価基準収載医薬品コード,成分名,規格,日本薬局方,麻薬,業者名追記,品名,メーカー名,薬価";
const row = "内用薬,1124390F1015,ヨイヤミゾラム,０．２５ｍｇ１錠,,,,ヨイヤミン錠０．２５ｍｇ,先読製薬,5.9";

test("A row of the list is a drug, its width made one", () => {
  const { drugs, wrong } = readPriceList(`${head}\n${row}\n`);
  assert.deepEqual(wrong, []);
  assert.deepEqual(drugs, [
    {
      code: "1124390F1015",
      name: "ヨイヤミン錠0.25mg",
      ingredient: "ヨイヤミゾラム",
      maker: "先読製薬",
      pack: "0.25mg1錠",
      strength: { amount: { value: 0.25, unit: "mg" }, per: { value: 1, unit: "{tablet}" } },
      fill: null,
      unit: "{tablet}",
      routes: ["oral", "enteral-tube"],
      isNarcotic: false,
    },
  ]);
});

test("Mark, line ends, quotes and the order of columns change nothing", () => {
  const plain = readPriceList(`${head}\n${row}`).drugs;
  const quoted = row.split(",").map((cell) => `"${cell}"`);
  const swap = (cells: readonly string[]): string => cells.toReversed().join(",");
  for (const text of [
    `\uFEFF${head}\r\n${row}\r\n`,
    `${head}\r${row}`,
    `${head}\n\n${quoted.join(",")}\n`,
    `${swap(head.split(","))}\n${swap(row.split(","))}`,
    `${head},備考\n${row},"said, and ""so""\nover two lines"\n`,
  ])
    assert.deepEqual(readPriceList(text).drugs, plain, JSON.stringify(text.slice(0, 40)));
});

test("A wrong row is refused with its line, and the others go on", () => {
  const wrongRows = [
    row.replace("1124390F1015", "1124390F101"),
    row.replace("1124390F1015", "1124000F1015"),
    row,
    row.replace("1124390F1015", "1124390F1023").replace("ヨイヤミン錠０．２５ｍｇ", ""),
    "内用薬",
  ];
  const { drugs, wrong } = readPriceList([head, row, '"a\nb"', ...wrongRows, row.replace("F1015", "F2011")].join("\n"));
  assert.equal(drugs.length, 2);
  assert.deepEqual(
    wrong.map(({ code, field }) => `${code} ${field}`),
    [3, 5, 6, 7, 8, 9].map((line) => `DRUG_ROW line ${line}, ${line === 8 ? "name" : "code"}`),
  );
});

test("A text that is no such table gives one refusal and no drug", () => {
  for (const text of ["", "<html>", "a,b\n1,2", head.replace("規格", "きかく")]) {
    const { drugs, wrong } = readPriceList(text);
    assert.deepEqual([drugs, wrong.map(({ code }) => code)], [[], ["DRUG_TABLE"]]);
  }
});

test("A narcotic is marked", () => {
  const narcotic = row.replace("１錠,,,", "１錠,,麻,");
  assert.equal(readPriceList(`${head}\n${narcotic}`).drugs[0]?.isNarcotic, true);
});

test("Whatever cells are written as CSV are read again", () => {
  const table = fc.array(
    fc.array(fc.string({ unit: fc.constantFrom(...'ab,"\r\n あ') }), { minLength: 2, maxLength: 4 }),
  );
  const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(table, fc.constantFrom("\n", "\r\n"), (rows, end) => {
      const text = rows.map((cells) => cells.map(quote).join(",")).join(end);
      assert.deepEqual(
        [...linesOf(text)].map(({ cells }) => cells),
        rows,
      );
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("No text whatever makes the reader throw", () => {
  const near = fc.string({ unit: fc.constantFrom(...`${head}${row}"\n,`), maxLength: 200 });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        near.map((text) => `${head}\n${text}`),
      ),
      (text) => {
        for (const { name } of readPriceList(text).drugs) assert.notEqual(name, "");
      },
    ),
    { numRuns: 500, seed: 2 },
  );
});
