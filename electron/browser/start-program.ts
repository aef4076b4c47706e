import { type ChildProcess, spawn } from 'node:child_process'
import { AppError } from '../../shared/error.ts'
import type { Command } from '../../shared/profile/split-command.ts'

export type Started = {
  readonly child: ChildProcess
  /**
   * Resolves where it ended well, or still runs after `patienceMs`: a browser may run for days. Rejects with AppError
   * ERR_BROWSER where it cannot be started or gives up before.
   */
  readonly settled: Promise<void>
}

/** Starts a program with its arguments as they are: no shell reads them. */
export function startProgram(
  [program, ...args]: Command,
  options: {
    readonly patienceMs: number
    /** In a group of its own, so that it can be ended together with what it starts. */
    readonly isGroup?: boolean
  },
): Started {
  const child = spawn(program, args, {
    stdio: 'ignore',
    shell: false,
    detached: options.isGroup === true && process.platform !== 'win32',
  })
  // The sign-in outlives this: the command must not keep the process alive once the run has ended.
  child.unref()
  const settled = new Promise<void>((resolve, reject) => {
    const patience = setTimeout(resolve, options.patienceMs)
    child.once('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(patience)
      const reason = cause.code === 'ENOENT' ? 'it is not installed' : (cause.code ?? 'unknown reason')
      reject(new AppError('ERR_BROWSER', `${program} could not be started: ${reason}`, { cause }))
    })
    child.once('exit', (code) => {
      clearTimeout(patience)
      if (code === 0 || code === null) resolve()
      else reject(new AppError('ERR_BROWSER', `${program} ended with exit code ${code}`))
    })
  })
  return { child, settled }
}
