/** What robots can do, with what, and what they are at. One row a sentence: English, Japanese, Korean. */
type Row = readonly [en: string, ja: string, ko: string];

export const capabilityRows: Readonly<Record<string, Row>> = {
  "go-to": ["go to", "移動", "이동"],
  guide: ["lead", "案内", "안내"],
  fetch: ["fetch", "取ってくる", "가져오기"],
  "hand-over": ["hand over", "手渡す", "건네기"],
  bring: ["bring", "持ってくる", "갖다주기"],
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
  done: ["done", "完了", "완료"],
};
