import { AppError } from '../../shared/error.ts'
import type { CallbackWait } from './await-callback.ts'

/**
 * Takes the address that the browser ended at, as a person pasted it, and judges it as the loopback page would.
 * Throws AppError ERR_INPUT for what is not this run's answer; the run goes on waiting then.
 */
export function createOffer(redirectUri: string, wait: CallbackWait): (text: string) => Promise<void> {
  return async (text) => {
    const given = text.trim()
    // Before or behind #: a fragment stands in the address that a person copies, too.
    const at = given.search(/[?#]/)
    const address = at < 0 ? given : given.slice(0, at)
    // Character by character, as the provider compares it (RFC 6749 §3.1.2.3).
    if (address !== redirectUri) {
      throw refused(`the address must begin with ${redirectUri}; what was given is another one`)
    }
    if (at < 0) {
      throw refused('the address holds no answer: nothing follows after ? or #')
    }
    const query = given.slice(at + 1).split('#')[0] ?? ''
    const { final, reason } = await wait.decide(query, given[at] === '#' ? 'fragment' : 'query')
    if (!final) {
      throw refused(reason ?? 'the answer does not carry this run’s state, so it belongs to another request')
    }
  }
}

function refused(message: string): AppError {
  return new AppError('ERR_INPUT', message, { details: { field: 'url' } })
}
