import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { languages, say } from "../1-signal/index.ts";
import { canonicalJson } from "../2-store/canonical-json.ts";
import { beginning, bytesOfHex, digestOf, hexOf, type Link, linked } from "./journal.ts";
import { journalWords, type StoredLink, verifyChain } from "./verify-chain.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());

function chainOf(contents: readonly unknown[]): readonly StoredLink[] {
  const links: StoredLink[] = [];
  let last: Pick<Link, "n" | "hash"> = beginning(sha256);
  for (const [index, content] of contents.entries()) {
    const salt = new Uint8Array(16).fill(index);
    const json = canonicalJson(content);
    const header = { at: 1000 * index, type: "note", actor: "a1", subject: "s1", digest: digestOf(json, salt, sha256) };
    const link = { ...linked(last, header, sha256), said: { salt, json } };
    links.push(link);
    last = link;
  }
  return links;
}

const notes = ["水を200 mL飲んだ", "화장실에 다녀옴", { systolic: 120 }, null, ["five"]];
const headOf = (links: readonly StoredLink[]) => {
  const last = links.at(-1);
  assert.ok(last);
  return { n: last.n, hash: last.hash };
};
const findingsOf = (links: readonly StoredLink[], head = headOf(chainOf(notes))) =>
  verifyChain(links, head, sha256).map(({ code, n }) => `${code} ${n}`);

test("a chain that nobody touched has no findings", () => {
  assert.deepEqual(findingsOf(chainOf(notes)), []);
  assert.deepEqual(verifyChain([], null, sha256), []);
  assert.deepEqual(verifyChain([], beginning(sha256), sha256), []);
});

test("the hash of an entry is what anybody can compute from its parts", () => {
  const [first] = chainOf(["x"]);
  assert.ok(first);
  const before = createHash("sha256").update("sakiyomi journal 1").digest();
  const said = createHash("sha256").update(Buffer.alloc(16)).update('"x"').digest();
  const header = '{"actor":"a1","at":0,"subject":"s1","type":"note"}';
  const hash = createHash("sha256").update(before).update(header).update(said).digest("hex");
  assert.equal(hexOf(first.hash), hash);
});

test("each changed field is found at its entry, once", () => {
  const changes: readonly Partial<StoredLink>[] = [
    { at: 1 },
    { type: "other" },
    { actor: "a2" },
    { subject: null },
    { digest: new Uint8Array(32) },
    { hash: new Uint8Array(32) },
    { said: { salt: new Uint8Array(16).fill(2), json: '{"systolic":121}' } },
    { said: "unreadable" },
  ];
  for (const change of changes) {
    const links = chainOf(notes).map((link) => (link.n === 3 ? { ...link, ...change } : link));
    const found = findingsOf(links);
    assert.equal(found[0], "JOURNAL_CHANGED 3", JSON.stringify(change));
    assert.ok(found.length <= 2, "a changed hash breaks the next link too, and no more");
  }
});

test("a removed entry is found, with the number that is missing", () => {
  for (const gone of [1, 2, 4])
    assert.equal(findingsOf(chainOf(notes).filter(({ n }) => n !== gone))[0], `JOURNAL_ORDER ${gone}`);
});

test("an entry removed with the later ones renumbered is found where the chain breaks", () => {
  const links = chainOf(notes)
    .filter(({ n }) => n !== 2)
    .map((link, index) => ({ ...link, n: index + 1 }));
  assert.deepEqual(findingsOf(links), ["JOURNAL_ORDER 2", "JOURNAL_CUT 5"]);
});

test("two entries that changed places are found", () => {
  const [a, b, c, ...rest] = chainOf(notes);
  assert.ok(a && b && c);
  assert.equal(findingsOf([a, { ...c, n: 2 }, { ...b, n: 3 }, ...rest])[0], "JOURNAL_ORDER 2");
});

test("a cut tail is found against the anchored head, and only with it", () => {
  const cut = chainOf(notes).slice(0, 3);
  assert.deepEqual(findingsOf(cut), ["JOURNAL_CUT 4"]);
  assert.deepEqual(verifyChain(cut, null, sha256), []);
  assert.deepEqual(findingsOf([]), ["JOURNAL_CUT 1"]);
});

test("entries after the anchored head are welcome: a crash falls between commit and anchor", () => {
  assert.deepEqual(findingsOf(chainOf(notes), headOf(chainOf(notes).slice(0, 2))), []);
});

test("a journal written anew, consistent in itself, does not meet the anchored head", () => {
  assert.deepEqual(findingsOf(chainOf(["another", ...notes.slice(1)])), ["JOURNAL_CHANGED 5"]);
});

test("an erased content leaves the chain whole", () => {
  assert.deepEqual(findingsOf(chainOf(notes).map((link) => ({ ...link, said: "erased" }))), []);
});

test("every finding has words in every language", () => {
  const keys = Object.keys(journalWords.en);
  for (const language of languages) {
    assert.deepEqual(Object.keys(journalWords[language]), keys);
    const [finding] = verifyChain(chainOf(notes).slice(0, 3), headOf(chainOf(notes)), sha256);
    assert.ok(finding);
    assert.match(say(journalWords, finding.what, { language, zone: "Asia/Tokyo" }), /3.*5/);
  }
});

test("hexadecimal text gives its bytes back, and anything else gives none", () => {
  assert.deepEqual(bytesOfHex(hexOf(Uint8Array.of(0, 10, 255))), Uint8Array.of(0, 10, 255));
  for (const wrong of ["0", "zz", "0G"]) assert.deepEqual(bytesOfHex(wrong), new Uint8Array());
});
