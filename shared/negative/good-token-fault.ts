import { findCutOffSignature } from '../token/cut-off-signature.ts'
import type { TokenReading } from '../token/reading.ts'

/**
 * Why negative tokens cannot be made out of a token, as a sentence; null where they can. They are made of a signed JWT
 * in the compact form that has no fault of its own: otherwise nobody could tell which fault a server answered to.
 * Promises nothing about its signature, save that it is not too short for its algorithm, or about its times.
 */
export function goodTokenFault(reading: TokenReading): string | null {
  switch (reading.format) {
    case 'jws':
      return faultOfJws(reading)
    case 'sd_jwt':
      return 'This is an SD-JWT, and the faults are made for signed JWTs without disclosures.'
    case 'jws_json':
      return 'This is a JWS in JSON form; negative tokens are made of the compact form, which is what servers are sent.'
    case 'jwe':
    case 'jwe_json':
      return 'This token is encrypted; negative tokens are made of the signed JWT inside.'
    case 'unsecured':
      return 'This token has no signature, so no server accepts it to begin with.'
    default:
      return 'This is not a signed JWT.'
  }
}

function faultOfJws(reading: TokenReading): string | null {
  const { segments, problems } = reading
  const part = (wanted: string) => segments.find(({ name }) => name === wanted)
  if (!part('signature')?.text) return 'This token has no signature, so no server accepts it to begin with.'
  // Before the problems: a cut within a byte leaves one that does not say what happened.
  const cutOff = findCutOffSignature(reading)
  if (cutOff) return `This token seems to be cut off. ${cutOff.sentence}`
  const problem = problems.find(({ severity }) => severity === 'error')
  if (problem) return `This token has a fault of its own already: ${problem.message}`
  if (!part('header')?.isObject) return 'The header of this token is not a JSON object.'
  return part('payload')?.isObject ? null : 'The payload of this token is not a set of claims.'
}
