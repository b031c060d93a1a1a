import { isNo, plain } from "./medicine-name.ts";

/** 大丈夫です, 結構です and 괜찮아요 may mean either: whoever is unsure asks again, and does not touch. */
const yeses =
  /^((はい|ええ|うん)?(はい|ええ|うん|どうぞ|お願いします|おねがいします|いいですよ?|いいよ|わかりました|測ってください|はかってください)|네+|예|그래요?|좋아요|그러세요|해주세요|재주세요|하세요|yes(please)?|yeah|ok(ay)?|sure|please(do)?|goahead|ofcourse|youmay|fine)$/u;

/** Said in the middle of other words, too: they mean the robot, whatever was asked. */
const stops =
  /(やめて|やめる|やめとく|とめて|止めて|さわらないで|触らないで|こないで|来ないで|帰って|그만|하지마|오지마|만지지마|stop|don'ttouch|donottouch|leaveme|goaway)/u;

/** These are a no where it was asked whether it may. */
const dislikes = /(いや|やだ|嫌|あとで|後で|今はいい|しなくていい|싫|나중에|안할래|don't|donot|notnow|later|nothank)/u;

/** So begins a no, whatever follows; "now" and "nothing hurts" do not. */
const begins = /^\s*(いいえ|いえ|いや|아니|no\b|nope\b)/iu;

/** Does somebody clearly agree? What is not clear is no agreement. */
export const isYes = (words: string): boolean => !isRefusal(words) && yeses.test(plain(words));

/** Does somebody want it to end? */
export const isStop = (words: string): boolean => stops.test(plain(words));

/** Does somebody not want it, or no longer? */
export const isRefusal = (words: string): boolean =>
  isNo(words) || begins.test(words) || isStop(words) || dislikes.test(plain(words));
