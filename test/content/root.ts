import path from 'node:path';

export const contentRoot = path.resolve(import.meta.dirname, '../../content');
