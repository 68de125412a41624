/** The key that an option answers to, beside it. */
export function OptionKey({ letter }: { readonly letter: string | undefined }) {
  return letter === undefined ? null : (
    <span className="read-key" aria-hidden="true">
      {letter.length === 1 ? letter.toUpperCase() : letter}
    </span>
  );
}
