import { render } from 'preact';
import { Mojifinder } from './mojifinder.tsx';

render(<Mojifinder />, document.querySelector('#mojifinder')!);
