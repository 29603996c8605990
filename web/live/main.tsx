import { render } from 'preact';
import { Live } from './live.tsx';

render(<Live />, document.querySelector('#live')!);
