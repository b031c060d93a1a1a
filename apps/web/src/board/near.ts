import { type RefObject, useEffect, useRef, useState } from "react";

/** How far outside of the screen a line is already kept up to date. */
const MARGIN = "300px 0px";

/** Whether the element is on the screen or about to be. A long ward must not slow down what somebody looks at. */
export function useIsNear<E extends Element>(): readonly [RefObject<E | null>, boolean] {
  const element = useRef<E>(null);
  const [isNear, setIsNear] = useState(true);
  useEffect(() => {
    if (element.current === null) return undefined;
    const watch = new IntersectionObserver(([entry]) => setIsNear(entry?.isIntersecting ?? true), {
      rootMargin: MARGIN,
    });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return [element, isNear];
}
