import { useCallback, useState } from "react";
import { queryClient } from "../link/queries.ts";
import { rememberCsrf, Trouble } from "../link/requests.ts";
import type { Session } from "../link/shapes.ts";
import { useTroubleWords } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";

/** The page of who was here before must not be seen by who comes next. */
export function welcome(session: Session): void {
  rememberCsrf(session.csrf);
  queryClient.setQueryData(["session"], session);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" && queryKey[0] !== "words" });
}

/** Tries to get in, and says in words why it failed. */
export function useEnter() {
  const { t } = useVoice();
  const words = useTroubleWords();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const enter = useCallback(
    async (way: () => Promise<Session>): Promise<boolean> => {
      setBusy(true);
      setTrouble(null);
      try {
        welcome(await way());
        return true;
      } catch (error) {
        setTrouble(error instanceof Trouble && error.status === 401 ? t("door.wrong") : words(error));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [t, words],
  );
  return { enter, trouble, busy };
}
