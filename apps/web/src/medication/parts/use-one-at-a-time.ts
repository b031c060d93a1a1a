import { useEffect, useRef, useState } from "react";
import { oneAtATime } from "./one-at-a-time.ts";

/** `oneAtATime` over the newest `work`, for as long as the component lives. */
export function useOneAtATime<Asked extends readonly unknown[]>(work: (...asked: Asked) => Promise<void>) {
  const newest = useRef(work);
  useEffect(() => {
    newest.current = work;
  });
  const [doing] = useState(() => oneAtATime((...asked: Asked) => newest.current(...asked)));
  return doing;
}
