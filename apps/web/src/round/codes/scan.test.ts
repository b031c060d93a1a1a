import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen, noScans, type ScanHow, type Scans, type ScanWorld, scanned, withCount } from "./scan.ts";

const world: ScanWorld = {
  isBand: (code) => code.startsWith("band"),
  personOfBand: (code) => (code === "band-?" ? null : code.replace("band-", "person:")),
  isSingle: (code) => code.endsWith("serial"),
};
function after(from: Scans, codes: readonly string[], how: ScanHow = "scanner") {
  let scans = from;
  const heard: string[] = [];
  codes.forEach((code, i) => {
    const step = scanned(scans, { code, isPartial: false }, how, i, world);
    scans = step.scans;
    heard.push(step.heard);
  });
  return { scans, heard };
}
const items = ({ items }: Scans) => items.map(({ code, count }) => `${code} ×${count}`);

test("a band alone chooses the person, and another band another one, until a package was scanned", () => {
  assert.equal(after(noScans, ["band-ann"]).scans.person, "person:ann");
  assert.equal(after(noScans, ["band-ann", "band-ben"]).scans.person, "person:ben");
  const late = after(noScans, ["band-ann", "box", "band-ben"]);
  assert.deepEqual([late.scans.person, late.heard.at(-1)], ["person:ann", "other-band"]);
});

test("somebody else's band at a bedside that was chosen from the list stays in sight for the check", () => {
  const { scans, heard } = after(chosen("person:ann"), ["band-ben"]);
  assert.deepEqual(
    [scans.person, scans.scan, heard[0]],
    ["person:ann", { how: "wristband", code: "band-ben" }, "other-band"],
  );
  assert.deepEqual(after(chosen("person:ann"), ["band-?"]).heard, ["other-band"]);
});

test("a camera sees a package many times and it is one; a hand scanner counts each pull", () => {
  assert.deepEqual(items(after(noScans, ["box", "box", "box"], "camera").scans), ["box ×1"]);
  assert.deepEqual(items(after(noScans, ["box", "box", "box"]).scans), ["box ×3"]);
  assert.deepEqual(after(noScans, ["box-serial", "box-serial"]).heard, ["item", "again"]);
});

test("a package may come before the band and is not lost", () => {
  const { scans } = after(noScans, ["box", "band-ann"]);
  assert.deepEqual([scans.person, items(scans)], ["person:ann", ["box ×1"]]);
});

test("how many is set by hand, and none takes the package out", () => {
  const { scans } = after(noScans, ["box", "tube"]);
  assert.deepEqual(items(withCount(scans, "box", 2)), ["box ×2", "tube ×1"]);
  assert.deepEqual(items(withCount(scans, "box", 0)), ["tube ×1"]);
});
