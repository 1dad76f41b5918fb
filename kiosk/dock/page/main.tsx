import '@fontsource-variable/noto-sans-sc/wght.css';
import '../../ui/tokens.css';
import './dock.css';
import { render } from 'preact';
import { Dock } from './dock.tsx';
import { follow } from './control.ts';

follow();
render(<Dock />, document.getElementById('dock')!);
