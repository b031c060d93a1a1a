import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { queryClient } from "../link/queries.ts";
import { Trouble } from "../link/requests.ts";
import { isKey } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";

interface Toast {
  readonly id: number;
  readonly words: string;
  readonly bad: boolean;
  readonly undo: (() => void) | null;
}

const SHOWN_MS = 10_000;
const ToastContext = createContext<((words: string, more?: { bad?: boolean; undo?: () => void }) => void) | null>(null);

function Toasts({ toasts, close }: { readonly toasts: readonly Toast[]; readonly close: (id: number) => void }) {
  const { t } = useVoice();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, words, bad, undo }) => (
        <div key={id} className="toast" data-bad={bad}>
          <span>{words}</span>
          {undo === null ? null : (
            <button
              type="button"
              onClick={() => {
                undo();
                close(id);
              }}
            >
              {t("app.undo")}
            </button>
          )}
          <button type="button" onClick={() => close(id)} aria-label={t("app.close")}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const count = useRef(0);
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (words: string, { bad = false, undo }: { bad?: boolean; undo?: () => void } = {}) => {
      count.current += 1;
      const id = count.current;
      setToasts((all) => [...all.slice(-2), { id, words, bad, undo: undo ?? null }]);
      setTimeout(() => close(id), SHOWN_MS);
    },
    [close],
  );
  return (
    <ToastContext value={show}>
      {children}
      <Toasts toasts={toasts} close={close} />
    </ToastContext>
  );
}

export function useToast() {
  const show = useContext(ToastContext);
  if (show === null) throw new Error("outside of ToastProvider");
  return show;
}

/** The words for what went wrong: the server's own, else that it cannot be reached. */
export function useTroubleWords() {
  const { t } = useVoice();
  return useCallback(
    (trouble: unknown): string => {
      if (!(trouble instanceof Trouble)) return t("error.load");
      if (trouble.status === 0) return t("error.offline");
      const known: string = `trouble.${trouble.problem.code}`;
      if (isKey(known)) return t(known);
      if (trouble.status === 403) return `${t("error.forbidden")} ${trouble.problem.remedy}`.trim();
      return `${trouble.problem.message} ${trouble.problem.remedy}`.trim();
    },
    [t],
  );
}

export interface Deed {
  readonly done?: string;
  readonly undo?: () => void;
  /** Query keys to read anew. */
  readonly renews?: readonly (readonly string[])[];
}

/** Does a change, says what came of it, and reads anew what it touched. Resolves with null when it failed. */
export function useDo() {
  const toast = useToast();
  const troubleWords = useTroubleWords();
  const act = useCallback(
    async <T,>(change: () => Promise<T>, { done, undo, renews = [] }: Deed = {}): Promise<T | null> => {
      try {
        const answer = await change();
        if (done !== undefined) toast(done, undo === undefined ? {} : { undo });
        await Promise.all(renews.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
        return answer;
      } catch (trouble) {
        toast(troubleWords(trouble), { bad: true });
        await Promise.all(renews.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
        return null;
      }
    },
    [toast, troubleWords],
  );
  return useMemo(() => act, [act]);
}
