/** English, Japanese, Korean. */
type Row = readonly [en: string, ja: string, ko: string];
export type Tongue = "en" | "ja" | "ko";
const column: Readonly<Record<Tongue, 0 | 1 | 2>> = { en: 0, ja: 1, ko: 2 };

/** What the robot says, polite as staff are; short, because it is heard and not read. */
const sentences = {
  greet: [
    "Hello. I am the care robot. May I ask your full name?",
    "こんにちは。介護ロボットです。お名前をフルネームで教えていただけますか。",
    "안녕하세요. 돌봄 로봇입니다. 성함을 말씀해 주시겠어요?",
  ],
  "greet-again": [
    "I am sorry, I did not understand. Would you tell me your full name once more?",
    "すみません、聞き取れませんでした。もう一度お名前をフルネームでお願いします。",
    "죄송합니다. 잘 듣지 못했습니다. 성함을 한 번 더 말씀해 주시겠어요?",
  ],
  ask: [
    "Thank you. I would like to look after your health today: {kinds}. You can say no at any time. May I?",
    "ありがとうございます。今日の健康チェックで、{kinds}を測らせてください。いつでもやめられます。よろしいですか。",
    "감사합니다. 오늘 건강 확인으로 {kinds}을(를) 재려고 합니다. 언제든 그만둘 수 있습니다. 괜찮으시면 ‘네’라고 해 주세요.",
  ],
  "ask-again": [
    "I did not understand. Please say yes, or no.",
    "すみません、「はい」か「いいえ」で教えてください。",
    "죄송합니다. ‘네’ 또는 ‘아니요’로 말씀해 주세요.",
  ],
  feel: [
    "Please tell me how you feel today, and whether anything hurts.",
    "今日の体調や、痛いところがあれば教えてください。",
    "오늘 몸 상태와 아픈 곳이 있으면 말씀해 주세요.",
  ],
  near: [
    "Now I come a little closer and measure: {kind}. I do not touch you. Say stop, and I stop.",
    "これから少し近づいて{kind}を測ります。お体には触れません。「やめて」と言えば止まります。",
    "이제 조금 다가가서 {kind}을(를) 재겠습니다. 몸에는 닿지 않습니다. ‘그만’이라고 하시면 멈춥니다.",
  ],
  touch: [
    "Now I touch you gently and measure: {kind}. Say stop, and I stop.",
    "これからお体にそっと触れて{kind}を測ります。「やめて」と言えば止まります。",
    "이제 살며시 몸에 대고 {kind}을(를) 재겠습니다. ‘그만’이라고 하시면 멈춥니다.",
  ],
  "not-measured": [
    "I could not measure it. Somebody will come for it later.",
    "うまく測れませんでした。後でスタッフが伺います。",
    "잘 재지 못했습니다. 나중에 직원이 오겠습니다.",
  ],
  thank: [
    "That was all. Thank you very much. Take good care of yourself.",
    "これで終わりです。ありがとうございました。どうぞお大事に。",
    "다 끝났습니다. 감사합니다. 건강 잘 챙기세요.",
  ],
  respect: [
    "I understand. I will not do it. Thank you, and good day.",
    "わかりました。今日はやめておきます。ありがとうございました。",
    "알겠습니다. 하지 않겠습니다. 감사합니다.",
  ],
  excuse: [
    "Excuse me. I will ask the staff to come.",
    "失礼しました。スタッフに来てもらいます。",
    "실례했습니다. 직원에게 와 달라고 하겠습니다.",
  ],
} as const satisfies Readonly<Record<string, Row>>;
export type TalkSentence = keyof typeof sentences;

const kinds: Readonly<Record<string, Row>> = {
  "body-temperature": ["your temperature", "体温", "체온"],
  "pulse-rate": ["your pulse", "脈拍", "맥박"],
  spo2: ["the oxygen in your blood", "血液の酸素", "혈중 산소"],
  systolic: ["your blood pressure", "血圧", "혈압"],
};

const and: Readonly<Record<Tongue, string>> = { en: " and ", ja: "と", ko: ", " };

const kindName = (kind: string, tongue: Tongue): string => kinds[kind]?.[column[tongue]] ?? kind;

export const talk = (what: TalkSentence, tongue: Tongue, measures: readonly string[] = []): string => {
  const names = measures.map((kind) => kindName(kind, tongue));
  return sentences[what][column[tongue]].replace("{kinds}", names.join(and[tongue])).replace("{kind}", names[0] ?? "");
};

/** How a check ended without all of it; staff read these, by the words of the page (apps/server/src/robot-words.ts). */
export const talkReasons: Readonly<Record<string, Row>> = {
  "the person did not want it": ["the person did not want it", "本人が希望しませんでした", "본인이 원하지 않았습니다"],
  "the person wanted it to end": [
    "the person wanted it to end",
    "本人が途中でやめました",
    "본인이 중간에 그만두었습니다",
  ],
  "nobody said yes": ["nobody said yes", "同意の返事がありませんでした", "동의하는 대답이 없었습니다"],
  "another name was said, or none": [
    "another name was said, or none",
    "お名前の確認ができませんでした",
    "성함을 확인하지 못했습니다",
  ],
  "not everything could be measured": [
    "not everything could be measured",
    "一部測れなかった項目があります",
    "일부 항목을 재지 못했습니다",
  ],
  "nobody could hear it": [
    "nobody could hear it: no page of the robot is open",
    "ロボットの画面が開かれておらず、話せませんでした",
    "로봇 화면이 열려 있지 않아 말하지 못했습니다",
  ],
  "it knows nobody of that name": ["it knows nobody of that name", "相手の情報がありません", "상대의 정보가 없습니다"],
};
