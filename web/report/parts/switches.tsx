/** What can be switched on and off. */
export interface SwitchesProps {
  readonly title: string;
  readonly options: readonly string[];
  /** Those that are off. */
  readonly off: readonly string[];
  readonly onSwitch: (off: readonly string[]) => void;
}

/** Several things, each of which can be left out. */
export function Switches({ title, options, off, onSwitch }: SwitchesProps) {
  const toggled = (option: string) => (off.includes(option) ? off.filter((one) => one !== option) : [...off, option]);
  return (
    <fieldset class="choice">
      <legend>{title}</legend>
      {options.map((option) => (
        <label key={option}>
          <input type="checkbox" checked={!off.includes(option)} onChange={() => onSwitch(toggled(option))} /> {option}
        </label>
      ))}
    </fieldset>
  );
}
