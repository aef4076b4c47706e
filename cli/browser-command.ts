import { spawn } from 'node:child_process'
import { AppError } from '../shared/error.ts'
import { UsageError } from './io.ts'

/**
 * Splits a command on spaces; single and double quotes keep spaces together, a backslash outside single quotes
 * takes the next character as it is. Nothing else is special: no shell reads it. Throws UsageError.
 */
export function splitCommand(text: string): readonly [program: string, ...args: string[]] {
  const words: string[] = []
  let word: string | null = null
  let quote: '"' | "'" | null = null
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (
      character === '\\' &&
      quote !== "'" &&
      index + 1 < text.length &&
      /["'\\ ]/.test(text.charAt(index + 1))
    ) {
      word = (word ?? '') + text.charAt(++index)
    } else if (quote !== null) {
      if (character === quote) quote = null
      else word = (word ?? '') + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (character === ' ' || character === '\t') {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (quote !== null) throw new UsageError('the browser command has a quote that is not closed')
  if (word !== null) words.push(word)
  const [program, ...args] = words
  if (program === undefined || program === '') throw new UsageError('the browser command is empty')
  return [program, ...args]
}

/** What a desktop opens links with. */
export function systemBrowser(platform: NodeJS.Platform): readonly [program: string, ...args: string[]] {
  switch (platform) {
    case 'darwin':
      return ['open']
    case 'win32':
      // The URL is one argument of a program, never text for a shell.
      return ['rundll32', 'url.dll,FileProtocolHandler']
    default:
      return ['xdg-open']
  }
}

/**
 * Starts the command with the URL as its last argument, without a shell, and does not wait for it: a browser
 * may run for days. Throws AppError ERR_BROWSER where it cannot be started or gives up at once.
 */
export function openWithCommand(
  [program, ...args]: readonly [program: string, ...args: string[]],
  url: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, url], { stdio: 'ignore', shell: false })
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'ENOENT' ? 'it is not installed' : (cause.code ?? 'unknown reason')
      reject(new AppError('ERR_BROWSER', `${program} could not be started: ${reason}`, { cause }))
    })
    child.once('exit', (code) => {
      if (code === 0 || code === null) resolve()
      else reject(new AppError('ERR_BROWSER', `${program} ended with exit code ${code}`))
    })
    // The sign-in outlives this: the command must not keep the process alive once the run has ended.
    child.unref()
  })
}
