import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

/** The tokens of one brightness, as `--name` → `#rrggbb`. */
function tokensOf(scheme: "light" | "dark"): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`scheme="${scheme}"`)).split("}")[0] ?? "";
  return new Map([...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]));
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const onSheets = ["--ink", "--ink-2", "--high", "--medium", "--low", "--ahead"].flatMap((ink) =>
  ["--ground", "--sheet", "--raised"].map((paper) => [ink, paper] as const),
);
const onFills = [
  ["--on-high", "--high-fill"],
  ["--on-fill", "--medium-fill"],
  ["--on-fill", "--low-fill"],
  ["--high", "--high-rest"],
  ["--medium", "--medium-rest"],
] as const;

for (const scheme of ["light", "dark"] as const) {
  const tokens = { ...Object.fromEntries(tokensOf("light")), ...Object.fromEntries(tokensOf(scheme)) };

  test(`${scheme}: every text can be read on what it stands on (WCAG AA, 4.5:1), both halves of a flash included`, () => {
    for (const [ink, paper] of [...onSheets, ...onFills]) {
      const ratio = contrast(tokens[ink] ?? "", tokens[paper] ?? "");
      assert.ok(ratio >= 4.5, `${ink} on ${paper}: ${ratio.toFixed(2)}`);
    }
  });

  test(`${scheme}: edges of fields and buttons can be seen (WCAG 1.4.11, 3:1)`, () => {
    for (const paper of ["--ground", "--sheet", "--raised"]) {
      const ratio = contrast(tokens["--line-strong"] ?? "", tokens[paper] ?? "");
      assert.ok(ratio >= 3, `--line-strong on ${paper}: ${ratio.toFixed(2)}`);
    }
  });
}
