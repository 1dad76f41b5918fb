import { render } from 'preact';

render(<p>模拟台</p>, document.getElementById('dock')!);
