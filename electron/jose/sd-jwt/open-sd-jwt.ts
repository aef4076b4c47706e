import { createHash } from 'node:crypto'
import { digestDisclosures } from '../../../shared/sd-jwt/digest-disclosures.ts'
import type { SdDigest, SdHashAlgorithm } from '../../../shared/sd-jwt/hash-algorithm.ts'
import { memberOf, parseJsonTree } from '../../../shared/sd-jwt/json-tree.ts'
import { processSdJwt, type SdProblem } from '../../../shared/sd-jwt/process-sd-jwt.ts'
import { sdJwtWithoutBinding } from '../../../shared/sd-jwt/split-sd-jwt.ts'

export type OpenSdJwtJob = {
  /** The issuer-signed JWT in compact form. */
  readonly jwt: string
  /** Its payload as JSON text. */
  readonly payload: string
  readonly disclosures: readonly string[]
}

export type OpenedDisclosure = {
  readonly name: string | null
  readonly path: string | null
  readonly digest: string | null
  readonly inside: number | null
  readonly problem: SdProblem | null
}

export type OpenedSdJwt = {
  readonly disclosures: readonly OpenedDisclosure[]
  readonly problems: readonly SdProblem[]
  readonly undisclosed: number
  /** The processed claims as JSON text; null where the SD-JWT must be rejected. */
  readonly claims: string | null
  /** The digest that a key binding must hold; null where the hash is not known. */
  readonly sdHash: string | null
  /** `cnf` of the payload that the issuer signed, as JSON text. */
  readonly cnf: string | null
}

const names: Readonly<Record<SdHashAlgorithm, string>> = {
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
}

/** Base64url of the hash of ASCII text (RFC 9901 §4.2.3). */
export const sdDigest: SdDigest = (algorithm, text) =>
  createHash(names[algorithm]).update(text, 'utf8').digest('base64url')

/** Takes the digests of an SD-JWT and puts its disclosures in place; on a thread where it keeps nobody waiting. */
export async function openSdJwt({ jwt, payload, disclosures }: OpenSdJwtJob): Promise<OpenedSdJwt> {
  const { hash, ...done } = processSdJwt(payload, await digestDisclosures(payload, disclosures, sdDigest))
  const tree = parseJsonTree(payload)
  const over = sdJwtWithoutBinding({ jwt, disclosures })
  return {
    disclosures: done.disclosures.map(({ disclosure, path, digest, parent, problem }) => ({
      name: disclosure.ok ? disclosure.name : null,
      path,
      digest,
      inside: parent,
      problem,
    })),
    problems: done.problems,
    undisclosed: done.undisclosed,
    claims: done.claims,
    sdHash: hash.ok ? String(await sdDigest(hash.algorithm, over)) : null,
    cnf: tree.ok ? (memberOf(tree.root, 'cnf')?.raw ?? null) : null,
  }
}
