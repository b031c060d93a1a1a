import type { Kind } from "@sakiyomi/core";
import type { Language } from "./index.ts";

type Row = readonly [en: string, ja: string, ko: string];
const column: Readonly<Record<Language, 0 | 1 | 2>> = { en: 0, ja: 1, ko: 2 };

/** The name of each kind, for people; a new kind does not compile without its names. */
const kindNames: Readonly<Record<Kind, Row>> = {
  "heart-rate": ["Heart rate", "心拍数", "심박수"],
  "pulse-rate": ["Pulse", "脈拍", "맥박"],
  "respiration-rate": ["Respiration", "呼吸数", "호흡수"],
  spo2: ["SpO₂", "SpO₂", "SpO₂"],
  "body-temperature": ["Temperature", "体温", "체온"],
  systolic: ["Systolic pressure", "最高血圧", "수축기 혈압"],
  diastolic: ["Diastolic pressure", "最低血圧", "이완기 혈압"],
  "mean-pressure": ["Mean pressure", "平均血圧", "평균 혈압"],
  glucose: ["Glucose", "血糖", "혈당"],
  "body-weight": ["Weight", "体重", "체중"],
  "oxygen-flow": ["Oxygen flow", "酸素流量", "산소 유량"],
  "supplemental-oxygen": ["Oxygen", "酸素投与", "산소 투여"],
  consciousness: ["Consciousness", "意識", "의식"],
  ecg: ["ECG", "心電図", "심전도"],
  ppg: ["Pleth", "脈波", "맥파"],
  "respiration-impedance": ["Breathing", "呼吸波形", "호흡 파형"],
  "arterial-pressure": ["Arterial pressure", "動脈圧", "동맥압"],
  "acceleration-x": ["Acceleration X", "加速度X", "가속도 X"],
  "acceleration-y": ["Acceleration Y", "加速度Y", "가속도 Y"],
  "acceleration-z": ["Acceleration Z", "加速度Z", "가속도 Z"],
  "fetal-heart-rate": ["Fetal heart rate", "胎児心拍数", "태아 심박수"],
  "uterine-activity": ["Uterine activity", "子宮収縮", "자궁 수축"],
  "electric-potential": ["Electric potential", "電位", "전위"],
  "unnamed-wave": ["Unnamed wave", "名前のない波形", "이름 없는 파형"],
  "bladder-volume": ["Bladder volume", "膀胱内尿量", "방광 용적"],
  "fluid-intake": ["Drink", "飲水", "수분 섭취"],
  void: ["Void", "排尿", "배뇨"],
  stool: ["Stool", "排便", "배변"],
  meal: ["Meal", "食事", "식사"],
  laxative: ["Laxative", "下剤", "변비약"],
  nap: ["Nap", "午睡", "낮잠"],
  "nap-check": ["Nap check", "午睡チェック", "낮잠 확인"],
  "fetal-movement": ["Fetal movement", "胎動", "태동"],
  pregnancy: ["Pregnancy", "妊娠", "임신"],
  "pregnancy-visit": ["Antenatal visit", "妊婦健診", "산전 진찰"],
  birth: ["Birth", "出生", "출생"],
  vaccination: ["Vaccination", "予防接種", "예방접종"],
  "body-height": ["Height", "身長", "키"],
  "head-circumference": ["Head circumference", "頭囲", "머리둘레"],
  "chest-circumference": ["Chest circumference", "胸囲", "가슴둘레"],
  "blood-pressure": ["Blood pressure", "血圧", "혈압"],
  "review-request": ["Review asked for", "判読依頼", "판독 의뢰"],
  advice: ["Advice", "助言", "조언"],
  annotation: ["Annotation", "注釈", "주석"],
  "clinical-review": ["Clinical review", "医学的確認", "의학적 확인"],
  "barthel-index": ["Barthel index", "バーセル指数", "바델 지수"],
  laboratory: ["Laboratory", "検体検査", "검체 검사"],
  questionnaire: ["Questionnaire", "質問票", "설문지"],
  checkup: ["Check-up", "健康診断", "건강검진"],
  steps: ["Steps", "歩数", "걸음 수"],
  walk: ["Walk", "歩行", "걷기"],
  posture: ["Posture", "姿勢", "자세"],
  "bed-occupancy": ["In bed", "在床", "침상"],
  "sleep-stage": ["Sleep", "睡眠", "수면"],
  fall: ["Fall", "転倒", "낙상"],
  "medication-order": ["Medicine ordered", "処方", "처방"],
  "medication-dose": ["Medicine", "与薬", "투약"],
  note: ["Note", "メモ", "메모"],
  answer: ["Answer", "回答", "답변"],
  call: ["Call", "呼び出し", "호출"],
  battery: ["Battery", "電池", "배터리"],
  "device-status": ["Device", "機器の状態", "기기 상태"],
  "camera-image": ["Camera", "カメラ", "카메라"],
  "depth-image": ["Depth image", "深度画像", "깊이 영상"],
};

/** Short enough for the board: the rest use the full name. */
const shortNames: Partial<Record<Kind, Row>> = {
  "heart-rate": ["Heart", "心拍", "심박"],
  "pulse-rate": ["Pulse", "脈拍", "맥박"],
  "respiration-rate": ["Resp", "呼吸", "호흡"],
  "body-temperature": ["Temp", "体温", "체온"],
  systolic: ["BP", "血圧", "혈압"],
  consciousness: ["Mind", "意識", "의식"],
  "bladder-volume": ["Bladder", "膀胱", "방광"],
};

const codeNames: Readonly<Record<string, Row>> = {
  alert: ["Alert", "清明", "명료"],
  confused: ["New confusion", "新たな混乱", "새로운 혼돈"],
  voice: ["Responds to voice", "声に反応", "소리에 반응"],
  pain: ["Responds to pain", "痛みに反応", "통증에 반응"],
  unresponsive: ["Unresponsive", "反応なし", "반응 없음"],
  air: ["Room air", "室内気", "실내 공기"],
  oxygen: ["On oxygen", "酸素投与中", "산소 투여 중"],
  supine: ["On the back", "仰向け", "바로 누움"],
  left: ["On the left side", "左向き", "왼쪽으로 누움"],
  right: ["On the right side", "右向き", "오른쪽으로 누움"],
  prone: ["On the front", "うつ伏せ", "엎드림"],
  sitting: ["Sitting", "座位", "앉음"],
  standing: ["Standing", "立位", "섬"],
  walking: ["Walking", "歩行", "걷는 중"],
  "in-bed": ["In bed", "ベッド上", "침대에 있음"],
  edge: ["At the edge", "端座位", "침대 가장자리"],
  out: ["Out of bed", "離床", "침대 밖"],
  lying: ["Lying", "臥位", "누움"],
  raised: ["Bed raised", "ベッド挙上", "침대 올림"],
  "sitting-up": ["Sitting up", "起き上がり", "일어나 앉음"],
  fallen: ["Fallen", "転倒", "넘어짐"],
  "no-fall": ["No fall", "転倒なし", "낙상 없음"],
  rises: ["Getting up", "離床する", "일어남"],
  stays: ["Staying", "離床しない", "그대로 있음"],
  awake: ["Awake", "覚醒", "깨어 있음"],
  asleep: ["Asleep", "睡眠中", "잠듦"],
  ok: ["OK", "正常", "정상"],
  "leads-off": ["Leads off", "電極外れ", "전극 이탈"],
  "out-of-place": ["Out of place", "位置ずれ", "위치 벗어남"],
  error: ["Error", "エラー", "오류"],
  offline: ["Offline", "通信なし", "오프라인"],
  toilet: ["Toilet", "トイレ", "화장실"],
  commode: ["Commode", "ポータブルトイレ", "이동식 변기"],
  urinal: ["Urinal", "尿器", "소변기"],
  pad: ["Pad", "パッド", "패드"],
  catheter: ["Catheter", "カテーテル", "도뇨관"],
  breakfast: ["Breakfast", "朝食", "아침"],
  lunch: ["Lunch", "昼食", "점심"],
  dinner: ["Dinner", "夕食", "저녁"],
  snack: ["Snack", "間食", "간식"],
};

/** UCUM as it is written by hand. */
const unitNames: Readonly<Record<string, string>> = {
  "mm[Hg]": "mmHg",
  Cel: "°C",
  "[g]": "g",
  uV: "µV",
  "1": "",
};

export const kindName = (kind: Kind, language: Language): string => kindNames[kind]?.[column[language]] ?? kind;
export const shortKindName = (kind: Kind, language: Language): string =>
  shortNames[kind]?.[column[language]] ?? kindName(kind, language);
export const codeName = (code: string, language: Language): string => codeNames[code]?.[column[language]] ?? code;
/** An annotation of UCUM, `{score}`, is no unit: what is counted stands in the name beside it. */
export const unitName = (unit: string | null): string =>
  unit === null || /^\{.*\}$/.test(unit) ? "" : (unitNames[unit] ?? unit);
