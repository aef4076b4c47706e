import type { VerifyResult } from '../shared/verdict/verification.ts'
import { terminalText } from './terminal-text.ts'

/** Why the signature did not fit, one cause a paragraph. */
export function formatDiagnosis(diagnosis: VerifyResult['diagnosis']): readonly string[] {
  return (diagnosis ?? []).map(
    ({ sentence, advice }) => `  ${terminalText(sentence)}\n  ${terminalText(advice)}`,
  )
}

/** For programs. The key source that a diagnosis may offer stays out: it holds the secret that was given. */
export function toJsonDiagnosis({ diagnosis }: VerifyResult): { readonly diagnosis?: readonly object[] } {
  if (!diagnosis || diagnosis.length === 0) return {}
  return {
    diagnosis: diagnosis.map(({ cause, sentence, advice, spec }) => ({
      cause,
      sentence,
      advice,
      ...(spec ? { spec } : {}),
    })),
  }
}
