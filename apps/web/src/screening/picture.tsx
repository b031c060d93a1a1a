/** A small picture of what it is about; the words stand beside it. */
export function Picture({ lines, size = 32 }: { readonly lines: readonly string[]; readonly size?: number }) {
  return (
    <svg className="scr-picture" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      {lines.map((line) => (
        <path key={line} d={line} />
      ))}
    </svg>
  );
}
