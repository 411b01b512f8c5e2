export * from 'node:fs';
export { default } from 'node:fs';
export const globSync = () => { throw new Error('This Node has no globSync.'); };
