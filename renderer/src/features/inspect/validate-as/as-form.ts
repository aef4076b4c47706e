import type { TokenReading } from '../../../../../shared/token/reading.ts'
import { kindOfType } from '../../../../../shared/token/token-types.ts'
import {
  type ContextField,
  contextFields,
  isValidationProfile,
  keyBindingFields,
  longestContext,
} from '../../../../../shared/verdict/profiles/context-fields.ts'
import { readTargetAddress } from '../../../../../shared/verdict/profiles/target-address.ts'
import type {
  ValidationContext,
  ValidationProfile,
  VerifyRequest,
} from '../../../../../shared/verdict/verification.ts'
import { statedValue } from '../key-choice.ts'

/** A field of text; `kb_required` alone is a choice of yes and no. */
export type ContextTextField = Exclude<ContextField, 'kb_required'>

/** Empty means: not checked. */
export type ContextForm = Readonly<Record<ContextTextField, string>> & { readonly kb_required: boolean }

/** What the token is taken for, and what came with it. Fields of other profiles are kept, and count for nothing. */
export type AsForm = {
  readonly as: ValidationProfile
  /** The person decided; otherwise it follows the token. */
  readonly chosen: boolean
  readonly context: ContextForm
}

export const emptyContext: ContextForm = {
  client_id: '',
  access_token: '',
  code: '',
  state: '',
  max_age: '',
  acr_values: '',
  scope: '',
  htm: '',
  htu: '',
  jkt: '',
  token_endpoint: '',
  kb_aud: '',
  kb_nonce: '',
  kb_required: false,
}
export const emptyAs: AsForm = { as: 'generic', chosen: false, context: emptyContext }

/** What the token clearly says that it is, by its type or by claims that no other kind has. A suggestion only. */
export function suggestProfile(reading: TokenReading): ValidationProfile {
  const typ = statedValue(reading, 'header', 'typ')
  const kind = typeof typ === 'string' ? kindOfType(typ)?.kind : undefined
  if (isValidationProfile(kind)) return kind
  if (reading.format === 'sd_jwt') {
    return statedValue(reading, 'payload', 'vct') === undefined ? 'generic' : 'sd_jwt_vc'
  }
  const isIdToken = ['at_hash', 'c_hash', 'nonce'].some(
    (name) => statedValue(reading, 'payload', name) !== undefined,
  )
  return isIdToken ? 'id_token' : 'generic'
}

/** The form for another token: a choice stays, a suggestion is made anew. */
export function followReading(form: AsForm, reading: TokenReading): AsForm {
  return form.chosen ? form : { ...form, as: suggestProfile(reading) }
}

/** The fields that are asked for. */
export function askedFields(as: ValidationProfile, reading: TokenReading): readonly ContextField[] {
  return [...contextFields[as], ...(reading.format === 'sd_jwt' ? keyBindingFields : [])]
}

export type AsOutcome =
  | { readonly ok: true; readonly asked: Pick<VerifyRequest, 'as' | 'context'> }
  | { readonly ok: false; readonly problem: { readonly field: ContextTextField; readonly message: string } }

/** The form as part of a request, or the first field that keeps it from being one. */
export function parseAsForm({ as, context }: AsForm, reading: TokenReading): AsOutcome {
  const given: Record<string, unknown> = {}
  for (const field of askedFields(as, reading)) {
    if (field === 'kb_required') {
      if (context.kb_required) given.kb_required = true
      continue
    }
    const text = context[field].trim()
    if (text === '') continue
    if (field === 'max_age' && !/^\d{1,9}$/.test(text)) {
      return { ok: false, problem: { field, message: 'A number of seconds.' } }
    }
    if (text.length > longestContext(field)) {
      return { ok: false, problem: { field, message: 'This is longer than what is compared.' } }
    }
    if (field === 'htu' && readTargetAddress(text) === null) {
      return { ok: false, problem: { field, message: 'An address that begins with https:// or http://.' } }
    }
    given[field] = field === 'max_age' ? Number(text) : text
  }
  const hasContext = Object.keys(given).length > 0
  return {
    ok: true,
    asked: {
      ...(as === 'generic' ? {} : { as }),
      ...(hasContext ? { context: given as ValidationContext } : {}),
    },
  }
}

/** A form filled with what a flow run knows. */
export function formOfHandover(
  as: ValidationProfile | undefined,
  context: ValidationContext | undefined,
): AsForm {
  const text = (field: ContextTextField) => String(context?.[field] ?? '')
  const texts = Object.keys(emptyContext).filter((field) => field !== 'kb_required') as ContextTextField[]
  return {
    as: as ?? 'generic',
    chosen: as !== undefined,
    context: {
      ...emptyContext,
      ...Object.fromEntries(texts.map((field) => [field, text(field)])),
      kb_required: context?.kb_required ?? false,
    },
  }
}
