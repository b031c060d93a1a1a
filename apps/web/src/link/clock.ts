import { useEffect, useState } from "react";

let offset = 0;

/** Every time that is shown is compared with the server's clock: a tablet's own may be wrong by hours. */
export const serverNow = (): number => Date.now() + offset;
export const setServerNow = (at: number): void => {
  offset = at - Date.now();
};

/** The server's clock, read anew every `everyMs`. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
