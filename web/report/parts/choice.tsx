/** What can be chosen. */
export interface ChoiceProps {
  /** What is chosen, such as `Server`. */
  readonly title: string;
  readonly options: readonly string[];
  readonly chosen: string;
  readonly onChoose: (option: string) => void;
}

/** One of several, chosen by pointer or arrow keys. */
export function Choice({ title, options, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{title}</legend>
      {options.map((option) => (
        <label key={option}>
          <input type="radio" name={title} checked={option === chosen} onChange={() => onChoose(option)} /> {option}
        </label>
      ))}
    </fieldset>
  );
}
