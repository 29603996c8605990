import { useState } from 'preact/hooks';

/** A flag that has come: its code until its picture has, and where that never does. */
export function Flag({ code }: { code: string }) {
  const [isLoaded, setLoaded] = useState(false);
  const name = code.toLowerCase();
  return (
    <span class="flag" data-loaded={isLoaded} title={code}>
      {!isLoaded && <span aria-hidden="true">{code}</span>}
      <img src={`/flags/${name}/${name}.gif`} alt={code} onLoad={() => setLoaded(true)} />
    </span>
  );
}
