import assert from "node:assert/strict";
import { test } from "node:test";
import { withCheckDigit } from "../gs1/check-digit.ts";
import { inventedDrug, inventedFormulary } from "../testing/invented-formulary.ts";
import { readPackCodes } from "./pack-codes.ts";

const gtin = withCheckDigit("0952000190001");
const { code } = inventedDrug("fat");
const other = inventedDrug("heart").code;
const read = (...rows: readonly string[]) =>
  readPackCodes(["gtin,code,value,unit", ...rows].join("\n"), inventedFormulary());

test("A row ties a GTIN of any length to a drug, with what it holds or without", () => {
  const short = withCheckDigit("952000190002");
  assert.deepEqual(read(`${gtin},${code},10,{tablet}`, `${short},${code},,`), {
    packCodes: [
      { gtin, drug: code, holds: { value: 10, unit: "{tablet}" } },
      { gtin: `0${short}`, drug: code, holds: null },
    ],
    wrong: [],
  });
  assert.equal(readPackCodes(`code,gtin\n${code},${gtin}`, inventedFormulary()).packCodes.length, 1);
});

test("A wrong check digit, an unknown drug, two drugs of one code, and a strange amount are refused with their line", () => {
  const wrongDigit = gtin.slice(0, -1) + ((Number(gtin.at(-1)) + 1) % 10);
  const { packCodes, wrong } = read(
    `${gtin},${code},1,{tablet}`,
    `${wrongDigit},${code},1,{tablet}`,
    `${gtin},${other},1,{tablet}`,
    `${withCheckDigit("0952000190003")},1124001F9999,1,{tablet}`,
    `${withCheckDigit("0952000190004")},${code},1,tablets`,
    `${withCheckDigit("0952000190005")},${code},0,{tablet}`,
    `${withCheckDigit("0952000190006")},${code},,{tablet}`,
    `${gtin},${code},10,{tablet}`,
    `${gtin},${code},1,{tablet}`,
  );
  assert.equal(packCodes.length, 1);
  assert.deepEqual(
    wrong.map(({ code: refusal, field }) => `${refusal} ${field}`),
    [
      "GS1_CHECK line 3, gtin",
      "DRUG_ROW line 4, gtin",
      "DRUG_ROW line 5, code",
      "DRUG_ROW line 6, holds",
      "DRUG_ROW line 7, holds",
      "DRUG_ROW line 8, holds",
      "DRUG_ROW line 9, gtin",
    ],
  );
});

test("Without its columns nothing is read", () => {
  assert.deepEqual(
    readPackCodes("a,b\n1,2", inventedFormulary()).wrong.map(({ code: refusal }) => refusal),
    ["DRUG_TABLE"],
  );
});
