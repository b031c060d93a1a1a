import { type RefObject, useEffect } from "react";
import { serverNow } from "../link/clock.ts";
import { moved, type Span, zoomed } from "./window.ts";

type Change = (next: (span: Span) => Span) => void;

/** Two fingers: how far apart, and where their middle is (0 left … 1 right). */
function pinchOf(
  fingers: readonly { readonly x: number }[],
  box: DOMRect,
): { readonly apart: number; readonly focus: number } {
  const [a = 0, b = 0] = fingers.map(({ x }) => x);
  return { apart: Math.max(20, Math.abs(a - b)), focus: ((a + b) / 2 - box.left) / box.width };
}

function listen(element: HTMLElement, change: Change): () => void {
  const fingers = new Map<number, { x: number }>();
  const box = () => element.getBoundingClientRect();
  const down = (event: PointerEvent) => {
    fingers.set(event.pointerId, { x: event.clientX });
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const old = fingers.get(event.pointerId);
    if (old === undefined) return;
    const before = pinchOf([...fingers.values()], box());
    const by = (old.x - event.clientX) / box().width;
    old.x = event.clientX;
    const after = pinchOf([...fingers.values()], box());
    change((span) =>
      fingers.size === 1
        ? moved(span, by, serverNow())
        : zoomed(span, before.apart / after.apart, after.focus, serverNow()),
    );
  };
  const up = (event: PointerEvent) => void fingers.delete(event.pointerId);
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const focus = (event.clientX - box().left) / box().width;
    change((span) => zoomed(span, Math.exp(event.deltaY * 0.002), focus, serverNow()));
  };
  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", up);
  element.addEventListener("wheel", wheel, { passive: false });
  return () => {
    element.removeEventListener("pointerdown", down);
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", up);
    element.removeEventListener("pointercancel", up);
    element.removeEventListener("wheel", wheel);
  };
}

/** Drag to move, wheel or two fingers to zoom. */
export function useDrag(frame: RefObject<HTMLElement | null>, change: Change): void {
  useEffect(() => (frame.current === null ? undefined : listen(frame.current, change)), [frame, change]);
}
