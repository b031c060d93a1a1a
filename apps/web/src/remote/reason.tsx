import { useVoice } from "../words/speak.tsx";
import type { ReviewView } from "./shapes.ts";

/** Why it is asked: in somebody's own words, or in the heart skill's. */
export function Reason({ review: { reason, text } }: { readonly review: ReviewView }) {
  const { say } = useVoice();
  return text === null ? reason : say(text, "heart");
}
