import type { CheckName } from "@sakiyomi/medication";

/** English, Japanese, Korean. */
type Row = readonly [en: string, ja: string, ko: string];

/** Doubts: why a robot does not hand a medicine over, or why somebody has to look. */
const doubts = {
  "label-other": [
    "the label on the cup is not the one that was ordered",
    "カップのラベルが指示された薬のものではありません",
    "컵의 라벨이 지시된 약의 것이 아닙니다",
  ],
  "label-unread": [
    "the label on the cup could not be read",
    "カップのラベルを読み取れませんでした",
    "컵의 라벨을 읽지 못했습니다",
  ],
  "name-silent": ["nobody said a name", "お名前の返事がありませんでした", "성함에 대한 대답이 없었습니다"],
  "name-other": ["another name was said", "別のお名前が返ってきました", "다른 성함을 말씀하셨습니다"],
  "band-unread": [
    "the wristband could not be read",
    "リストバンドを読み取れませんでした",
    "손목밴드를 읽지 못했습니다",
  ],
  "band-no-band": [
    "what was scanned at the wrist is no wristband",
    "手首で読み取ったコードはリストバンドのものではありません",
    "손목에서 읽은 코드가 손목밴드의 것이 아닙니다",
  ],
  "too-early": ["it is too early for this dose", "この薬の時間にはまだ早すぎます", "아직 이 약을 드릴 시간이 아닙니다"],
  "too-late": ["the time for this dose has passed", "この薬の時間が過ぎました", "이 약을 드릴 시간이 지났습니다"],
  late: ["the robot took too long", "ロボットの動作に時間がかかりすぎました", "로봇이 너무 오래 걸렸습니다"],
  "too-old": [
    "what the ward said had become too old",
    "照合の結果が古くなりました",
    "확인 결과가 오래되어 쓸 수 없습니다",
  ],
  "ward-silent": [
    "the ward did not answer in time",
    "サーバーから時間内に返事がありませんでした",
    "서버가 제시간에 응답하지 않았습니다",
  ],
  "ward-refused": ["the ward refused the check", "サーバーが照合を受け付けませんでした", "서버가 확인을 거부했습니다"],
  claimed: [
    "somebody else has given it, or is about to",
    "ほかの人がすでに渡したか、渡すところです",
    "다른 사람이 이미 드렸거나 드리려는 중입니다",
  ],
  cancelled: ["the order was taken back", "指示が取り消されました", "지시가 취소되었습니다"],
  "not-seen": [
    "it was handed over, and the taking was not seen",
    "手渡しましたが、服用は確認できませんでした",
    "건네드렸지만 복용은 확인하지 못했습니다",
  ],
  refused: ["the person did not want to take it", "本人が服用を断りました", "본인이 복용을 거부했습니다"],
  "ended-after": [
    "it was handed over, and the watching was broken off",
    "手渡しましたが、見守りが中断されました",
    "건네드렸지만 지켜보기가 중단되었습니다",
  ],
  "not-known": [
    "it is not known whether the hand had let go of the cup",
    "カップから手が離れたかどうか分かりません",
    "손이 컵을 놓았는지 알 수 없습니다",
  ],
  "cannot-ask": [
    "the robot cannot ask: no page of it is open",
    "ロボットの画面が開かれていないため、お名前を尋ねられません",
    "로봇 화면이 열려 있지 않아 성함을 물을 수 없습니다",
  ],
  "not-connected": [
    "the robot has no line to the ward's medicines",
    "ロボットが与薬システムにつながっていません",
    "로봇이 투약 시스템에 연결되어 있지 않습니다",
  ],
} as const satisfies Readonly<Record<string, Row>>;
export type Doubt = keyof typeof doubts;

/** What an order that is done has come to, where all went well. */
const taken: Row = [
  "handed over, and seen to be taken by the robot",
  "手渡し、服用をロボットが確認しました",
  "건네드렸고 복용을 로봇이 확인했습니다",
];
export const takenNote = taken[0];

/** What the ward's check had something against. */
const against: Readonly<Record<CheckName, Row>> = {
  patient: ["the person", "対象者", "대상자"],
  drug: ["the medicine", "薬剤", "약"],
  dose: ["the dose", "用量", "용량"],
  route: ["the route", "投与経路", "투여 경로"],
  time: ["the time", "時間", "시간"],
  code: ["the code", "コード", "코드"],
  order: ["the order", "指示", "처방"],
  expiry: ["the expiry date", "使用期限", "사용 기한"],
  hold: ["a hold", "休薬", "투약 보류"],
  allergy: ["an allergy", "アレルギー", "알레르기"],
  duplicate: ["a duplicate", "重複", "중복"],
  maximum: ["the maximum per day", "1日の上限", "하루 최대량"],
  given: ["it was given already", "投与済み", "이미 투여됨"],
  witness: ["a second person is needed", "立会者が必要", "확인자 필요"],
  "look-alike": ["a look-alike name", "類似名称", "유사 약품명"],
  permission: ["the robot may not give it", "ロボットには渡す権限がありません", "로봇에게 건넬 권한이 없음"],
  lease: [
    "somebody else has this person's round",
    "ほかの人がこの方の与薬を担当中",
    "다른 사람이 이분의 투약을 맡고 있음",
  ],
  clock: ["the clock", "時計", "시계"],
};

const whereAgainst = (check: CheckName): Row => {
  const [en, ja, ko] = against[check];
  return [`the check says no: ${en}`, `照合で止まりました(${ja})`, `확인에서 막혔습니다(${ko})`];
};

export const whyOf = (doubt: Doubt): string => doubts[doubt][0];
export const whyAgainst = (check: CheckName): string => whereAgainst(check)[0];

/** By the English sentence, as it stands in a failed order. */
export const medicineReasons: Readonly<Record<string, Row>> = Object.fromEntries(
  [taken, ...Object.values(doubts), ...(Object.keys(against) as CheckName[]).map(whereAgainst)].map((row) => [
    row[0],
    row,
  ]),
);

/** What the robot says. */
const sentences = {
  name: [
    "Hello. I have brought your medicine. Please tell me your full name.",
    "こんにちは。お薬をお持ちしました。お名前をフルネームで教えていただけますか。",
    "안녕하세요. 약을 가져왔습니다. 성함을 말씀해 주시겠어요?",
  ],
  "name-again": [
    "I am sorry, I did not understand. Please tell me your full name once more.",
    "すみません、聞き取れませんでした。もう一度、お名前をフルネームで教えていただけますか。",
    "죄송합니다, 잘 듣지 못했습니다. 성함을 한 번 더 말씀해 주시겠어요?",
  ],
  band: [
    "Thank you. I am looking at your wristband.",
    "ありがとうございます。リストバンドを確認しますね。",
    "감사합니다. 손목밴드를 확인하겠습니다.",
  ],
  take: ["Here is your medicine. Please take it.", "お薬です。どうぞお飲みください。", "약입니다. 드세요."],
  taken: ["Thank you.", "ありがとうございます。", "감사합니다."],
  back: [
    "I am sorry. I am asking a nurse to come, and take the medicine back for now.",
    "申し訳ありません。スタッフを呼びますので、お薬はいったんお預かりします。",
    "죄송합니다. 직원을 부르고 약은 잠시 다시 가져가겠습니다.",
  ],
  called: ["I have called somebody.", "スタッフを呼びました。", "직원을 불렀습니다."],
} as const satisfies Readonly<Record<string, Row>>;
export type Sentence = keyof typeof sentences;

const columns = { en: 0, ja: 1, ko: 2 } as const;
export const sentence = (which: Sentence, language: keyof typeof columns): string =>
  sentences[which][columns[language]];
