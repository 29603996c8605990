/** What went wrong, where something did; it is read out at once. */
export function Wrong({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <p class="wrong" role="alert">
      {text}
    </p>
  );
}
