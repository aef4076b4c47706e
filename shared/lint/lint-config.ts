import { z } from 'zod'
import { validationProfile } from '../verdict/verification.ts'
import { findRule } from './catalogue.ts'
import type { LintPolicy } from './lint-context.ts'
import type { Suppression } from './lint-token.ts'

const short = z.string().min(1).max(2048)

const lintConfig = z.strictObject({
  /** Rules that are switched off, each with its reason. */
  off: z.record(z.string().max(20), z.string().trim().min(1).max(500)).optional(),
  as: validationProfile.optional(),
  skew: z.number().min(0).max(86_400).optional(),
  policy: z
    .strictObject({
      alg: z.array(short).max(32).optional(),
      iss: short.optional(),
      aud: z.union([short, z.array(short).min(1).max(32)]).optional(),
      client_id: short.optional(),
      max_lifetime: z.number().min(0).max(1_000_000_000).optional(),
      fapi: z.boolean().optional(),
      many_recipients: z.boolean().optional(),
      key_binding_required: z.boolean().optional(),
    })
    .optional(),
})

export type LintConfig = {
  readonly suppressions: readonly Suppression[]
  readonly policy: LintPolicy
  readonly as?: z.infer<typeof validationProfile>
  readonly skew?: number
}

/**
 * Reads a configuration from JSON text: `{ "off": { "JWT-C13": "why" }, "policy": { "aud": "…" }, "as": "…" }`. A name
 * that is not known is refused rather than passed over, so that a rule does not stay on by a misspelling.
 */
export function parseLintConfig(
  text: string,
): { readonly ok: true; readonly config: LintConfig } | { readonly ok: false; readonly reason: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'it is not JSON' }
  }
  const parsed = lintConfig.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = issue?.path.join('.') || 'the whole'
    return { ok: false, reason: `${path}: ${issue?.message ?? 'not as expected'}` }
  }
  const { off = {}, policy = {}, as, skew } = parsed.data
  const unknown = Object.keys(off).find((rule) => findRule(rule) === null)
  if (unknown !== undefined) return { ok: false, reason: `off: there is no rule ${JSON.stringify(unknown)}` }
  const { alg, iss, aud, client_id, max_lifetime, fapi, many_recipients, key_binding_required } = policy
  return {
    ok: true,
    config: {
      suppressions: Object.entries(off).map(([rule, reason]) => ({ rule, reason })),
      policy: {
        ...(alg === undefined ? {} : { alg }),
        ...(iss === undefined ? {} : { iss }),
        ...(aud === undefined ? {} : { aud: typeof aud === 'string' ? [aud] : aud }),
        ...(client_id === undefined ? {} : { client_id }),
        ...(max_lifetime === undefined ? {} : { maxLifetime: max_lifetime }),
        ...(fapi === undefined ? {} : { fapi }),
        ...(many_recipients === undefined ? {} : { manyRecipients: many_recipients }),
        ...(key_binding_required === undefined ? {} : { bindingRequired: key_binding_required }),
      },
      ...(as === undefined ? {} : { as }),
      ...(skew === undefined ? {} : { skew }),
    },
  }
}
