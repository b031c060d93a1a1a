import { medicineReasons } from "./robots/medicine-words.ts";
import { talkReasons } from "./robots/talk-words.ts";

/** What robots can do, with what, and what they are at. One row a sentence: English, Japanese, Korean. */
type Row = readonly [en: string, ja: string, ko: string];

export const capabilityRows: Readonly<Record<string, Row>> = {
  "go-to": ["go to", "移動", "이동"],
  guide: ["lead", "案内", "안내"],
  fetch: ["fetch", "取ってくる", "가져오기"],
  "hand-over": ["hand over", "手渡す", "건네기"],
  bring: ["bring", "持ってくる", "갖다주기"],
  "bring-medicine": ["bring the medicine", "薬を届ける", "약 가져다주기"],
  "health-check": ["visit for a health check", "健康チェックに伺う", "건강 확인 방문"],
  say: ["say", "話す", "말하기"],
  ask: ["ask", "尋ねる", "묻기"],
  measure: ["measure", "測る", "측정"],
  hold: ["wait there", "待機", "대기"],
  stop: ["stop", "停止", "정지"],
};

export const thingRows: Readonly<Record<string, Row>> = {
  cup: ["cup", "コップ", "컵"],
};

export const placeRows: Readonly<Record<string, Row>> = {
  sideboard: ["sideboard", "サイドボード", "수납장"],
  middle: ["middle of the room", "部屋の中央", "방 가운데"],
  person: ["the person", "本人のところ", "본인 곁"],
};

export const kindRows: Readonly<Record<string, Row>> = {
  "body-temperature": ["body temperature", "体温", "체온"],
};

/** By the name that a robot gives to what it is at. */
export const phaseRows: Readonly<Record<string, Row>> = {
  "let go": ["getting ready", "準備中", "준비 중"],
  approach: ["reaching towards it", "手を近づけています", "손을 가까이 가져가는 중"],
  "reach beside it": ["reaching beside it", "横に手を伸ばしています", "옆으로 손을 뻗는 중"],
  "move to it": ["putting the hand to it", "手を添えています", "손을 대는 중"],
  "lay the thumb round it": ["laying the thumb round it", "親指をかけています", "엄지를 두르는 중"],
  close: ["taking hold", "つかんでいます", "쥐는 중"],
  lift: ["lifting it", "持ち上げています", "들어 올리는 중"],
  "back off": ["backing off", "後ろへ下がっています", "뒤로 물러나는 중"],
  "turn to the person": ["turning to the person", "本人の方を向いています", "본인 쪽으로 도는 중"],
  "go to the person": ["going to the person", "本人のところへ移動中", "본인에게 가는 중"],
  "go to the sideboard": ["going to the sideboard", "サイドボードへ移動中", "수납장으로 가는 중"],
  "go to the middle": ["going to the middle of the room", "部屋の中央へ移動中", "방 가운데로 가는 중"],
  "reach over the tray": ["reaching over the tray", "トレーの上に運んでいます", "쟁반 위로 옮기는 중"],
  "put it down": ["putting it down", "置いています", "내려놓는 중"],
  open: ["letting go", "手を離しています", "손을 놓는 중"],
  "stretch the fingers": ["stretching the fingers", "指を伸ばしています", "손가락을 펴는 중"],
  "step aside": ["moving the hand aside", "手を横へ引いています", "손을 옆으로 빼는 중"],
  "draw back": ["drawing the hand back", "手を引いています", "손을 거두는 중"],
  "look at the face": ["looking at the face", "顔の方を向いています", "얼굴을 보는 중"],
  "read the temperature": ["reading the temperature", "体温を測っています", "체온을 재는 중"],
  "read the label": ["reading the cup's label", "カップのラベルを読み取っています", "컵 라벨을 읽는 중"],
  "ask the name": ["asking the name", "お名前を確認しています", "성함을 확인하는 중"],
  "read the wristband": ["reading the wristband", "リストバンドを読み取っています", "손목밴드를 읽는 중"],
  "wait for the check": [
    "waiting for the check, holding the cup",
    "カップを持ったまま照合を待っています",
    "컵을 든 채 확인 결과를 기다리는 중",
  ],
  "hold it out": [
    "holding the cup before the person",
    "本人の前でカップを差し出しています",
    "본인 앞에 컵을 내밀고 있는 중",
  ],
  greet: ["greeting, and asking the name", "挨拶とお名前の確認をしています", "인사하고 성함을 확인하는 중"],
  "ask for consent": ["asking whether it may", "測ってよいか伺っています", "재도 되는지 여쭙는 중"],
  "ask how they are": ["asking how the person feels", "体調を伺っています", "몸 상태를 여쭙는 중"],
  "say what comes": ["saying what it will do", "これからすることを伝えています", "이제 할 일을 알려 드리는 중"],
  "take leave": ["taking leave", "お礼を言って離れています", "인사하고 물러나는 중"],
  "watch the taking": ["watching whether it is taken", "服用を見守っています", "복용을 지켜보는 중"],
  "lift it again": ["lifting the cup again", "カップを持ち上げ直しています", "컵을 다시 드는 중"],
  "draw it in": ["drawing the cup in", "カップを引き戻しています", "컵을 거두는 중"],
  "turn away": ["turning away with the cup", "カップを持って離れています", "컵을 들고 물러나는 중"],
  "go back": ["going back with the cup", "カップを持って戻っています", "컵을 들고 돌아가는 중"],
  "go back to the sideboard": [
    "going back to the sideboard with the cup",
    "カップを持ってサイドボードへ戻っています",
    "컵을 들고 수납장으로 돌아가는 중",
  ],
  "hold it over the sideboard": [
    "holding the cup over the sideboard",
    "サイドボードの上へ運んでいます",
    "수납장 위로 옮기는 중",
  ],
  "put it back": ["putting the cup back", "カップを元の場所に戻しています", "컵을 제자리에 놓는 중"],
  done: ["done", "完了", "완료"],
};

/** Why an order was not done, by what the body or the house says; what is not here is told in its own words. */
export const whyRows: Readonly<Record<string, Row>> = {
  ...medicineReasons,
  ...talkReasons,
  "no page of the robot is open, on which it could speak": [
    "no page of the robot is open, on which it could speak",
    "ロボットの画面がどこにも開かれていないため、話せません",
    "로봇 화면이 열려 있지 않아 말할 수 없습니다",
  ],
  "the thermometer never saw the face": [
    "the thermometer never saw the face",
    "体温計で顔をとらえられませんでした",
    "체온계가 얼굴을 보지 못했습니다",
  ],
  "unknown: the thermometer never saw the face for long enough": [
    "unknown: the thermometer never saw the face for long enough",
    "不明:体温計で顔を十分な時間とらえられませんでした",
    "알 수 없음: 체온계가 얼굴을 충분히 오래 보지 못했습니다",
  ],
  "the reading did not become steady": [
    "the reading did not become steady",
    "測定値が安定しませんでした",
    "측정값이 안정되지 않았습니다",
  ],
  "the head does not turn to the face": [
    "the head does not turn to the face",
    "ロボットの頭が顔の方を向きません",
    "로봇 머리가 얼굴 쪽으로 돌지 않습니다",
  ],
  "the way to the person is blocked": [
    "the way to the person is blocked",
    "本人のところまで進めません",
    "본인에게 가는 길이 막혔습니다",
  ],
  "nobody is there to be measured": ["nobody is there to be measured", "測る相手がいません", "잴 사람이 없습니다"],
  "a stop was asked for": ["a stop was asked for", "停止が要求されました", "정지가 요청되었습니다"],
  "the house stops": ["the server was stopped", "サーバーが停止しました", "서버가 멈췄습니다"],
  "no longer wished": ["no longer wished", "不要になりました", "더 이상 필요 없습니다"],
  "the person has left": ["the person has left", "退居しました", "퇴소했습니다"],
  "the consent to be helped by a robot was withdrawn": [
    "the consent to be helped by a robot was withdrawn",
    "ロボットによる介助への同意が取り消されました",
    "로봇의 도움을 받는 것에 대한 동의가 철회되었습니다",
  ],
  "the consent to record was withdrawn": [
    "the consent to record was withdrawn",
    "記録の同意が取り消されました",
    "기록 동의가 철회되었습니다",
  ],
};
