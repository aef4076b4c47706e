import { AppError } from '../../shared/error.ts'
import type { CallbackWait } from './await-callback.ts'

/**
 * Takes the address that the browser ended at, as a person pasted it, and judges it as the loopback page would.
 * Throws AppError ERR_INPUT for what is not this run's answer; the run goes on waiting then.
 */
export function createOffer(redirectUri: string, wait: CallbackWait): (text: string) => void {
  return (text) => {
    const given = text.trim()
    const at = given.indexOf('?')
    const address = at < 0 ? given.split('#')[0] : given.slice(0, at)
    // Character by character, as the provider compares it (RFC 6749 §3.1.2.3).
    if (address !== redirectUri) {
      throw refused(`the address must begin with ${redirectUri}; what was given is another one`)
    }
    if (at < 0) {
      throw refused(
        given.includes('#')
          ? 'the answer stands behind #; set the provider to response mode query for this client'
          : 'the address holds no answer: nothing follows after ?',
      )
    }
    const query = given.slice(at + 1).split('#')[0] ?? ''
    if (!wait.decide(query).final) {
      throw refused('the answer does not carry this run’s state, so it belongs to another request')
    }
  }
}

function refused(message: string): AppError {
  return new AppError('ERR_INPUT', message, { details: { field: 'url' } })
}
