import '@fontsource-variable/noto-sans-sc/wght.css';
import '../../../../kiosk/ui/tokens.css';
import './console.css';
import './forms.css';
import './pages.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { whoAmI } from './api.ts';

void whoAmI();
render(<App />, document.getElementById('console')!);
