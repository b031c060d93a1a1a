/** A second tap while the first is on its way does nothing: two orders, two bands or two reports must not come of one wish. */
export function oneAtATime<Asked extends readonly unknown[]>(
  work: (...asked: Asked) => Promise<void>,
): (...asked: Asked) => Promise<void> {
  let isBusy = false;
  return async (...asked) => {
    if (isBusy) return;
    isBusy = true;
    try {
      await work(...asked);
    } finally {
      isBusy = false;
    }
  };
}
