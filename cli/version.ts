import manifest from '../package.json' with { type: 'json' }

/** The app's version: the command line has none of its own. */
export const version: string = manifest.version
