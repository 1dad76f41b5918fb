import { Head } from './parts.tsx';

export function Watch() { return <Head title="watch" />; }
