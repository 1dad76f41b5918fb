import { Head } from './parts.tsx';

export function Table() { return <Head title="table" />; }
