import { type Code, type Text, text, type Words } from "../1-signal/index.ts";
import { beginning, type Digest, digestOf, type Head, hashOf, type Link, sameBytes } from "./journal.ts";

/** What could be read of an entry's content: the thing itself, nothing because of a recorded erasure, or nothing at all. */
export type Said = { readonly salt: Uint8Array; readonly json: string } | "erased" | "unreadable";

export interface StoredLink extends Link {
  readonly said: Said;
}

export interface Finding {
  readonly code: Extract<Code, "JOURNAL_CHANGED" | "JOURNAL_ORDER" | "JOURNAL_CUT">;
  /** The first entry that is wrong, or that ought to be there. */
  readonly n: number;
  readonly what: Text;
}

/**
 * Walks the chain from its beginning, entry by entry. After a break it goes on from what is written there, so that one
 * change is one finding and a second one further on is found too. `head` is the anchored one: entries after it are
 * welcome (a crash falls between commit and anchor), entries missing before it are a cut tail.
 */
export function verifyChain(links: Iterable<StoredLink>, head: Head | null, digest: Digest): readonly Finding[] {
  const findings: Finding[] = [];
  let last = beginning(digest);
  let anchored = head !== null && head.n === 0 ? last : null;
  for (const link of links) {
    const wrong = wrongPlace(link, last) ?? wrongText(link, digest);
    if (wrong !== null) findings.push(wrong);
    last = { n: link.n, hash: link.hash };
    if (link.n === head?.n) anchored = last;
  }
  if (head !== null) findings.push(...againstHead(head, anchored, last));
  return findings;
}

function wrongPlace(link: Link, last: Head): Finding | null {
  const expected = last.n + 1;
  if (link.n !== expected)
    return { code: "JOURNAL_ORDER", n: expected, what: text("journal-missing", { n: expected, found: link.n }) };
  if (!sameBytes(link.prev, last.hash))
    return { code: "JOURNAL_ORDER", n: link.n, what: text("journal-moved", { n: link.n }) };
  return null;
}

function wrongText(link: StoredLink, digest: Digest): Finding | null {
  const { n, said } = link;
  if (!sameBytes(hashOf(link, link.prev, digest), link.hash))
    return { code: "JOURNAL_CHANGED", n, what: text("journal-header", { n }) };
  if (said === "erased") return null;
  if (said === "unreadable") return { code: "JOURNAL_CHANGED", n, what: text("journal-unreadable", { n }) };
  if (!sameBytes(digestOf(said.json, said.salt, digest), link.digest))
    return { code: "JOURNAL_CHANGED", n, what: text("journal-content", { n }) };
  return null;
}

function againstHead(head: Head, anchored: Head | null, last: Head): readonly Finding[] {
  if (last.n < head.n)
    return [{ code: "JOURNAL_CUT", n: last.n + 1, what: text("journal-cut", { n: last.n, anchored: head.n }) }];
  if (anchored !== null && !sameBytes(anchored.hash, head.hash))
    return [{ code: "JOURNAL_CHANGED", n: head.n, what: text("journal-rewritten", { n: head.n }) }];
  return [];
}

/** The findings in words. The `anchor-*` rows are said by whoever keeps the anchor. */
export const journalWords: Words = {
  en: {
    "journal-missing": "Entry {n} is missing: entry {found} stands in its place.",
    "journal-moved": "Entry {n} does not follow the one before it: entries were removed or put in another order.",
    "journal-header": "Entry {n} is not what was written: its time, type, author or subject was changed.",
    "journal-content": "The content of entry {n} is not what was written.",
    "journal-unreadable": "The content of entry {n} cannot be read, and no erasure explains it.",
    "journal-cut": "The journal ends at entry {n}, but entry {anchored} was anchored.",
    "journal-rewritten": "Entry {n} is not the one that was anchored: the journal was written anew.",
    "journal-anchor-missing": "There is no anchor, so a cut tail could not be found.",
    "journal-anchor-unreadable": "The anchor cannot be read.",
    "journal-anchor-foreign": "The anchor was not signed with this database's key.",
    "journal-anchor-replaced":
      "At entry {n} the journal went on without a matching anchor; before it stood entry {anchored}.",
    "journal-file": "The database file itself is damaged: {found}",
  },
  ja: {
    "journal-missing": "記録{n}番がありません。その位置に{found}番があります。",
    "journal-moved": "記録{n}番が直前の記録につながっていません。記録が取り除かれたか、順番が入れ替えられています。",
    "journal-header":
      "記録{n}番が書かれた時のままではありません。日時・種類・記録者・対象者のいずれかが変えられています。",
    "journal-content": "記録{n}番の内容が書かれた時のままではありません。",
    "journal-unreadable": "記録{n}番の内容を読み取れません。消去の記録もありません。",
    "journal-cut": "記録は{n}番で終わっていますが、{anchored}番まであったことが控えに残っています。",
    "journal-rewritten": "記録{n}番が控えと一致しません。記録全体が書き直されています。",
    "journal-anchor-missing": "控えがないため、末尾が切り取られていても見つけられません。",
    "journal-anchor-unreadable": "控えを読み取れません。",
    "journal-anchor-foreign": "控えの署名が、このデータベースの鍵によるものではありません。",
    "journal-anchor-replaced":
      "記録{n}番から、控えと合わないまま記録が続けられています。それまでの控えは{anchored}番でした。",
    "journal-file": "データベースのファイル自体が壊れています: {found}",
  },
  ko: {
    "journal-missing": "기록 {n}번이 없습니다. 그 자리에 {found}번이 있습니다.",
    "journal-moved": "기록 {n}번이 바로 앞 기록과 이어지지 않습니다. 기록이 빠졌거나 순서가 바뀌었습니다.",
    "journal-header": "기록 {n}번이 작성된 그대로가 아닙니다. 시각, 종류, 작성자 또는 대상자가 바뀌었습니다.",
    "journal-content": "기록 {n}번의 내용이 작성된 그대로가 아닙니다.",
    "journal-unreadable": "기록 {n}번의 내용을 읽을 수 없고, 삭제 기록도 없습니다.",
    "journal-cut": "기록이 {n}번에서 끝나지만, {anchored}번까지 있었다는 확인값이 남아 있습니다.",
    "journal-rewritten": "기록 {n}번이 확인값과 일치하지 않습니다. 기록 전체가 다시 작성되었습니다.",
    "journal-anchor-missing": "확인값이 없어, 끝부분이 잘렸더라도 찾아낼 수 없습니다.",
    "journal-anchor-unreadable": "확인값을 읽을 수 없습니다.",
    "journal-anchor-foreign": "확인값의 서명이 이 데이터베이스의 키로 된 것이 아닙니다.",
    "journal-anchor-replaced":
      "기록 {n}번부터 확인값과 맞지 않는 채로 기록이 이어졌습니다. 그 전의 확인값은 {anchored}번이었습니다.",
    "journal-file": "데이터베이스 파일 자체가 손상되었습니다: {found}",
  },
};
