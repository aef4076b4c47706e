import { AppError } from '../../../shared/error.ts'
import type { SourceFacts } from '../../../shared/lint/lint-context.ts'
import type { VerifyResult } from '../../../shared/verdict/verification.ts'
import { cancelledAfter, type ResolvedSource } from '../resolve-key-source.ts'
import type { VerifyTask } from './verify-deps.ts'

/**
 * What the keys and the metadata that were fetched say, for the lint rules: it comes after the verdict and never changes
 * it, and asks for nothing again. Nothing for keys that the person gave: whoever has them can ask about them. Throws
 * AppError ERR_CANCELLED only.
 */
export async function learnFromSource(
  keys: ResolvedSource | null,
  { decrypted, requests }: VerifyResult,
  { reading, deps, signal }: VerifyTask,
): Promise<Pick<VerifyResult, 'sourceFacts'>> {
  if (!keys) return {}
  const { material, metadata } = keys
  const issuer = metadata === undefined ? {} : { metadata }
  const fetched =
    material?.kind === 'key' && ['issuer_metadata', 'jwks_url'].includes(material.provenance)
      ? material
      : null
  if (!fetched) return metadata === undefined ? {} : { sourceFacts: issuer }
  // The key that the inner token names, where the outer one only hides it.
  const token = decrypted?.text ?? reading.token
  try {
    const facts: SourceFacts = await deps.run('readKeyFacts', { token, material: fetched }, signal)
    return { sourceFacts: { ...facts, ...issuer } }
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_CANCELLED') throw cancelledAfter(requests.length)
    return { sourceFacts: issuer }
  }
}
