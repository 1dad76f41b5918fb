import { Head } from './parts.tsx';

export function ListChange() { return <Head title="list-change" />; }
