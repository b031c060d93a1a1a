import { isNo, plain } from "./medicine-name.ts";

/** 大丈夫です, いいです, 結構です and 괜찮아요 may mean either: whoever is unsure asks again, and does not touch. */
const yeses =
  /^((はい|ええ|うん)?(はい|ええ|うん|どうぞ|お願いします|おねがいします|いいですよ|いいよ|わかりました|測ってください|はかってください)|네+|예|그래요?|좋아요|그러세요|해주세요|재주세요|하세요|yes(please)?|yeah|ok(ay)?|sure|please(do)?|goahead|ofcourse|youmay|fine)$/u;

/** はい？ and 네? ask what was said. */
const isAsking = (words: string): boolean => /[?？]\s*$/u.test(words);

/** Said in the middle of other words, too: they mean the robot, whatever was asked. */
const stops =
  /(やめて|やめる|やめとく|とめて|止めて|すとっぷ|離して|(とまって|止まって|離れて)(くだ|下)さい|(^|ちょっと)(まって|待って|とまって|止まって|はなれて|離れて)|帰って|지(마|말)|그만|멈춰|멈추|스톱|^잠깐|잠깐만|기다려|저리가|stop|(^|please)wait|holdon|letgo|don'ttouch|donottouch|don'tmeasure|donotmeasure|leaveme|goaway)/u;

/** A request to leave something be: 測らないで, 触らないでください. "I cannot sleep and …" goes on after it. */
const beseeches = /ないで((いて)?(くだ|下)さいね?|ほしい(です)?|お願いします|おねがいします|よ|ね)?$/u;

/** These are a no where it was asked whether it may. */
const dislikes =
  /(いや|やだ|嫌|だめ|駄目|いらない|いりません|もういい|あとで|後で|今はいい|しなくていい|싫|나중에|안할래|안해|됐어|됐습니다|don't|donot|notnow|later|nothank|rathernot|nomore|enough)/u;

/** So begins a no, whatever follows; "now" and "nothing hurts" do not. */
const begins = /^\s*(いいえ|いえ|いや|ううん|아니|no\b|nope\b|nah\b)/iu;

/** Does somebody clearly agree? What is not clear is no agreement. */
export const isYes = (words: string): boolean => !isRefusal(words) && !isAsking(words) && yeses.test(plain(words));

/** Does somebody want it to end? */
export const isStop = (words: string): boolean => stops.test(plain(words)) || beseeches.test(plain(words));

const pains = /(痛|いた(い|た)|いてて|아파|아프|아야|따가|ouch|hurt|pain)/u;
const painless = /(痛く(は)?(ない|あり)|いたくない|안아|아프지않|(n't|not|nothing)hurts?|nopain)/u;

/** Does it hurt? An answer to how somebody feels; while a hand measures, a reason to take it away. */
export const isPain = (words: string): boolean => pains.test(plain(words)) && !painless.test(plain(words));

/** Does somebody not want it, or no longer? */
export const isRefusal = (words: string): boolean =>
  isNo(words) || begins.test(words) || isStop(words) || dislikes.test(plain(words));
