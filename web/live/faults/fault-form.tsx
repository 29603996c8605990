import { useEffect, useRef } from 'preact/hooks';
import type { FaultKindState } from './fault-kinds.ts';
import { FaultPreviewText } from './fault-preview.tsx';
import { Fields } from './schema-field.tsx';
import { type DraftFault, usePreview } from './use-preview.ts';

/** One fault of a server to edit: its fields, what is wrong with them, and what it would do. */
export function FaultForm({
  draft,
  kind,
  label,
  onChange,
  onRemove,
  onChecked,
}: {
  draft: DraftFault;
  kind: FaultKindState;
  label: string;
  onChange: (draft: DraftFault) => void;
  onRemove: () => void;
  /** Told whether the lab would take it. */
  onChecked: (isRight: boolean) => void;
}) {
  const preview = usePreview(draft, label);
  const isRight = preview !== undefined && preview.issues.length === 0;
  // With each answer: what was right before it was changed has to be found right again.
  useEffect(() => onChecked(isRight), [preview]);
  const { required = [] } = kind.schema;
  const isFirst = (name: string) => required.includes(name) || name === 'rate';
  const shared = {
    schema: kind.schema,
    value: draft,
    issues: preview?.issues ?? [],
    onChange: (value: Record<string, unknown>) => onChange({ ...value, fault: kind.name }),
  };
  const rest = useRef<HTMLDetailsElement>(null);
  // What is said to be wrong there has to be seen; closing it is left to who reads.
  const isRestWrong = shared.issues.some(({ path }) => path.length > 0 && !isFirst(String(path[0])));
  useEffect(() => {
    if (isRestWrong && rest.current !== null) rest.current.open = true;
  }, [isRestWrong]);
  const whole = preview?.issues.filter(({ path }) => path.length === 0) ?? [];
  return (
    <fieldset class="fault">
      <legend>{kind.name}</legend>
      <p>{kind.summary}.</p>
      <Fields {...shared} isShown={(name) => name !== 'fault' && isFirst(name)} />
      <details ref={rest}>
        <summary>More of it, and for which requests</summary>
        <Fields {...shared} isShown={(name) => name !== 'fault' && !isFirst(name)} />
      </details>
      {whole.map(({ message }) => (
        <p key={message} class="wrong" role="alert">
          {message}
        </p>
      ))}
      <FaultPreviewText preview={preview} />
      <button type="button" onClick={onRemove}>
        Remove {kind.name}
      </button>
    </fieldset>
  );
}
