type Listener = (by: string) => void;

/** Who is told when somebody asks for a stop at the robot's own side, whichever adapter it has just now. */
export const stopEars = () => {
  const listeners = new Set<Listener>();
  return {
    listen: (listener: Listener): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** An adapter from now on. */
    heed: (robot: { readonly onStopAsked?: (listener: Listener) => unknown }): void => {
      robot.onStopAsked?.((by) => {
        for (const listener of listeners) listener(by);
      });
    },
  };
};
