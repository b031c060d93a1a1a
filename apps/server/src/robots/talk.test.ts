import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isPain, isRefusal, isStop, isYes } from "./consent-words.ts";
import { type TalkEffect, type TalkEvent, type TalkState, talkAfter, talkStart } from "./talk-state.ts";
import { talk, talkReasons } from "./talk-words.ts";

const temperature = { kind: "body-temperature", touches: false };
const pulse = { kind: "pulse-rate", touches: true };
const result = { kind: "body-temperature", value: 36.6, unit: "Cel", at: 1, sensor: "infrared-skin" };
const heard = (words: string): TalkEvent => ({ type: "heard", words });

/** A visit; numbers are seconds that pass. Gives what the robot did, in its order. */
function visit(events: readonly (TalkEvent | number)[], measures = [temperature]) {
  let state = talkStart(measures, "佐藤 和子", 0);
  let now = 0;
  const did: TalkEffect[] = [];
  for (const one of events) {
    if (typeof one === "number") now += one;
    const step = talkAfter(state, typeof one === "number" ? { type: "time" } : one, now);
    state = step.state;
    did.push(...step.effects);
  }
  return { state, did, done: did.map((one) => (one.do === "say" ? one.what : one.do)) };
}

const arrived: TalkEvent = { type: "arrived" };
const left: TalkEvent = { type: "left" };
const measured: TalkEvent = { type: "measured", result };
const welcomed = [arrived, heard("佐藤和子です"), heard("はい、どうぞ")];
const endOf = (did: readonly TalkEffect[]) => did.find((one) => one.do === "finish")?.result;

test("it comes, greets, asks, listens, says what comes, measures and thanks, in this order", () => {
  const { done, did } = visit([...welcomed, heard("少し腰が痛いです"), 5, measured, left]);
  assert.deepEqual(done, ["greet", "ask", "feel", "near", "measure", "thank", "leave", "finish"]);
  assert.deepEqual(endOf(did), { agreed: true, found: [result], notMeasured: [], feels: "少し腰が痛いです" });
});

test("what touches is said to touch, before it does, and there is time to object", () => {
  const { done, state } = visit([...welcomed, heard("元気です"), 3], [pulse]);
  assert.deepEqual(done.slice(-1), ["touch"]);
  const after = talkAfter(state, heard("触らないで"), 0);
  assert.deepEqual(
    after.effects.map((one) => (one.do === "say" ? one.what : one.do)),
    ["respect", "leave"],
  );
  assert.equal(after.state.why, "the person wanted it to end");
});

test("whoever refuses is believed at every stage, nothing is measured after it, and it is no failure", () => {
  const stages: readonly (readonly (TalkEvent | number)[])[] = [
    [],
    [arrived],
    [arrived, heard("佐藤和子です")],
    welcomed,
    [...welcomed, heard("元気です")],
    [...welcomed, heard("元気です"), 5],
  ];
  // While it asks how somebody feels, "no" is an answer.
  for (const before of stages)
    for (const no of before === welcomed
      ? ["やめてください", "stop it", "그만하세요"]
      : ["やめてください", "いいえ", "no, thank you", "그만하세요"]) {
      const { done, did } = visit([...before, heard(no), 30, measured, 30, left]);
      const after = done.slice(done.indexOf("respect"));
      assert.ok(!after.includes("measure"), `${before.length} ${no}: ${done.join()}`);
      assert.equal(done.at(-1), "finish");
      assert.deepEqual(endOf(did)?.found, []);
    }
});

test("a hand that is measuring is broken off at once when somebody says stop", () => {
  const { done } = visit([...welcomed, heard("元気です"), 5, heard("やめて")]);
  assert.deepEqual(done.slice(-4), ["measure", "break-off", "respect", "leave"]);
});

test("that nothing hurts is no refusal", () => {
  for (const no of ["いいえ、どこも", "いいえ", "no", "아니요"])
    assert.deepEqual(visit([...welcomed, heard(no)]).done.slice(-1), ["near"]);
});

test("without a clear yes nothing is measured: silence and unclear words are asked once more, then it goes", () => {
  const named = [arrived, heard("佐藤和子です")];
  for (const said of [heard("大丈夫です"), heard("ええと"), 21]) {
    const { done, did } = visit([...named, said, said, left]);
    assert.deepEqual(done, ["greet", "ask", "ask-again", "respect", "leave", "finish"]);
    assert.deepEqual(endOf(did), { agreed: false, found: [], notMeasured: [], note: "nobody said yes" });
  }
});

test("somebody else, or nobody who says a name, is not measured for the one who was meant", () => {
  const { done, did } = visit([arrived, heard("鈴木一郎です"), heard("鈴木です"), left]);
  assert.deepEqual(done, ["greet", "greet-again", "excuse", "leave", "finish"]);
  assert.equal(endOf(did)?.note, "another name was said, or none");
});

test("what could not be measured is said, the others are measured, and the result tells both", () => {
  const failed: TalkEvent = { type: "not-measured", why: "the face was not seen" };
  const { done, did } = visit([...welcomed, 21, 5, failed, 5, measured, left], [pulse, temperature]);
  assert.deepEqual(done.slice(3), ["touch", "measure", "not-measured", "near", "measure", "thank", "leave", "finish"]);
  assert.deepEqual(endOf(did), {
    ...{ agreed: true, found: [result], notMeasured: ["pulse-rate"] },
    note: "not everything could be measured",
  });
});

test("where nobody can hear it, it asks nobody and goes", () => {
  const { done, did } = visit([arrived, { type: "mute" }, left]);
  assert.deepEqual(done, ["greet", "excuse", "leave", "finish"]);
  assert.equal(endOf(did)?.agreed, false);
});

test("whoever can no longer hear what comes, or say stop, is not measured", () => {
  const before = visit([...welcomed, { type: "mute" }, 5, left]);
  assert.deepEqual(before.done.slice(2), ["feel", "excuse", "leave", "finish"]);
  const announced = visit([...welcomed, heard("元気です"), { type: "mute" }, 5, left], [pulse]);
  assert.deepEqual(announced.done.slice(3), ["touch", "excuse", "leave", "finish"]);
  assert.equal(endOf(announced.did)?.note, "nobody could hear it");
});

test("a cry of pain takes the hand away; before it touches, pain is an answer", () => {
  const { done } = visit([...welcomed, heard("腰が痛いです"), 5, heard("痛い！")], [pulse]);
  assert.deepEqual(done.slice(-4), ["measure", "break-off", "respect", "leave"]);
  for (const cry of ["いたたた", "Ouch!", "아파요"]) assert.ok(isPain(cry), cry);
  for (const none of ["痛くないです", "it doesn’t hurt", "안 아파요"]) assert.ok(!isPain(none), none);
});

test("who says nothing in words has not said how they feel", () => {
  const { did } = visit([...welcomed, heard("  "), 21, 5, measured, left]);
  assert.equal("feels" in (endOf(did) ?? {}), false);
});

/** What was said so far that allows to measure, or forbids it. */
function allowedAfter(was: { named: boolean; agreed: boolean; refused: boolean }, { stage }: TalkState, words: string) {
  return {
    named: was.named || (stage === "greeting" && words === "佐藤和子"),
    agreed: was.agreed || (stage === "asking" && isYes(words)),
    refused: was.refused || (stage !== "feeling" && isRefusal(words)),
  };
}

/** Whether it measured where it must not. */
function oversteps(events: readonly (TalkEvent | number)[]): boolean {
  let state = talkStart([temperature, pulse], "佐藤 和子", 0);
  let allowed = { named: false, agreed: false, refused: false };
  let now = 0;
  for (const one of events) {
    if (typeof one === "number") now += one;
    const said: TalkEvent = typeof one === "number" ? { type: "time" } : one;
    if (said.type === "heard") allowed = allowedAfter(allowed, state, said.words);
    const step = talkAfter(state, said, now);
    state = step.state;
    const { named, agreed, refused } = allowed;
    if (step.effects.some((effect) => effect.do === "measure") && !(named && agreed && !refused)) return true;
  }
  return false;
}

test("whatever happens, in whatever order: no measuring before a yes of who was meant, and none after a no", () => {
  const event = fc.constantFrom<TalkEvent | number>(
    ...([arrived, left, measured, { type: "mute" }, { type: "not-measured", why: "" }] as const),
    ...[heard("佐藤和子"), heard("はい"), heard("いいえ"), heard("大丈夫です"), heard("痛い")],
    ...[1, 5, 25],
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => !oversteps(events)),
    { numRuns: 2000 },
  );
});

test("a clear yes is a yes in three languages; what may mean either is none; a stop inside a sentence is a no", () => {
  for (const yes of ["はい", "はい、どうぞ", "お願いします", "Yes, please", "OK", "네", "좋아요"])
    assert.ok(isYes(yes), yes);
  for (const unclear of ["大丈夫です", "結構です。", "괜찮아요", "hm", "何ですか", "maybe"])
    assert.ok(!isYes(unclear), unclear);
  for (const no of [
    "いや、今日はやめておきます",
    "ちょっと後でにして",
    "please don't",
    "싫어요",
    "그만해요",
    "not now",
  ])
    assert.ok(isRefusal(no) && !isYes(no), no);
  for (const what of ["はい？", "네?", "OK?", "いいです", "いいです。"]) assert.ok(!isYes(what), what);
  for (const no of [
    "測らないで",
    "please don’t",
    "ダメです",
    "もういいです",
    "하지 말아 주세요",
    "재지 마세요",
    "ううん",
  ])
    assert.ok(isRefusal(no) && !isYes(no), no);
  for (const stop of [
    "ストップ！",
    "ちょっと待って",
    "近づかないでください",
    "don’t touch me",
    "Wait!",
    "잠깐만요",
    "만지지 말아요",
  ])
    assert.ok(isStop(stop), stop);
  for (const feels of ["夜に眠れないで困っています", "下痢は止まっています", "孫を待っています", "I can’t sleep"])
    assert.ok(!isStop(feels), feels);
  for (const neither of ["はい", "元気です", "yes", "네", "now is fine", "nothing hurts"])
    assert.ok(!isRefusal(neither), neither);
});

test("it has a sentence for everything in three languages, and a reason for everybody who reads it", () => {
  const asks = (["en", "ja", "ko"] as const).map((tongue) => talk("ask", tongue, ["body-temperature", "pulse-rate"]));
  assert.match(asks[0] ?? "", /your temperature and your pulse/);
  assert.match(asks[1] ?? "", /体温と脈拍/);
  for (const said of asks) assert.doesNotMatch(said, /[{}]/);
  for (const row of Object.values(talkReasons)) assert.equal(new Set(row).size, 3);
});
