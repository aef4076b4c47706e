// One set-up step: says what it does, how long it took, and on failure which step failed, why and what to type.

export class SetupError extends Error {
  /** @param {string} why @param {string} remedy what to type or do */
  constructor(why, remedy) {
    super(why)
    this.remedy = remedy
  }
}

/**
 * @param {string} name
 * @param {boolean} quiet say nothing where nothing was done
 * @param {() => { did: boolean, what: string } | Promise<{ did: boolean, what: string }>} run
 */
export async function step(name, quiet, run) {
  const started = performance.now()
  try {
    const { did, what } = await run()
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (did || !quiet) process.stderr.write(`set-up: ${name}: ${what}${did ? ` (${seconds} s)` : ''}\n`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`\nset-up: ${name}: FAILED\n  why:  ${why}\n`)
    process.stderr.write(
      `  do:   ${error instanceof SetupError ? error.remedy : 'Run the command again; if it fails the same way, report this message.'}\n`,
    )
    throw error instanceof SetupError ? error : new SetupError(why, '')
  }
}

/** @param {string} line progress within a step that takes long */
export function say(line) {
  process.stderr.write(`set-up:   ${line}\n`)
}
