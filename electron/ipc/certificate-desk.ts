import { AppError } from '../../shared/error.ts'
import type { CallOutput } from '../../shared/ipc/contract.ts'
import {
  isUsable,
  type LoopbackCertificate,
  makeLoopbackCertificate,
  readLoopbackFacts,
} from '../net/loopback-certificate.ts'
import type { CertificateShelf } from '../vault/certificate-shelf.ts'

/** The one certificate for https on loopback: made when it is first needed, and kept for as long as it is good. */
export type CertificateDesk = {
  readonly pair: () => Promise<LoopbackCertificate>
  /** Never the key. */
  readonly describe: () => Promise<CallOutput<'redirects.certificate'>>
  /** In place of the one that is kept; what trusts that one does not trust this. */
  readonly renew: () => Promise<CallOutput<'redirects.certificate'>>
}

export function createCertificateDesk(deps: {
  readonly shelf: CertificateShelf
  /** Whether what the shelf keeps outlives the app. */
  readonly isSealed: () => boolean
  /** Unix milliseconds. */
  readonly now: () => number
}): CertificateDesk {
  /** Two runs that begin at once get the same. */
  let current: Promise<LoopbackCertificate> | null = null

  const make = async (): Promise<LoopbackCertificate> => {
    const made = await makeLoopbackCertificate()
    try {
      deps.shelf.keep(made)
    } catch (error) {
      // A full disk must not keep a run from listening: this one is good until the app quits.
      if (!(error instanceof AppError)) throw error
    }
    return made
  }
  const find = async (): Promise<LoopbackCertificate> => {
    const kept = deps.shelf.read()
    return kept !== null && isUsable(kept, deps.now()) ? kept : make()
  }
  const pair = async (): Promise<LoopbackCertificate> => {
    const known = current === null ? null : await current.catch(() => null)
    if (known === null || !isUsable(known, deps.now())) current = find()
    return current ?? find()
  }
  const facts = async () => {
    const { certificate } = await pair()
    const isKept = deps.isSealed() && deps.shelf.read()?.certificate === certificate
    return { certificate, ...readLoopbackFacts(certificate), isKept }
  }
  return {
    pair,
    describe: facts,
    renew: async () => {
      current = make()
      return facts()
    },
  }
}
