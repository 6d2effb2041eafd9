import path from 'node:path';

/** The project's folder. */
export const root = path.resolve(__dirname, '..', '..');
/** What a run leaves behind; not kept in git. */
export const results = path.join(root, 'end2end', 'results');
/** A picture of every page, and what was measured on it. */
export const screens = path.join(results, 'screens');

/** The program that is tested: what is delivered, or the debug build. */
export const binary = path.resolve(process.env.HANDSLAG_BIN ?? path.join(root, 'target', 'debug', 'handslag'));
/** The site's files; none where they are within the program. */
export const site = process.env.HANDSLAG_SITE === undefined ? undefined : path.resolve(root, process.env.HANDSLAG_SITE);
