import { z } from 'zod'
import {
  type ContextField,
  contextFields,
  keyBindingFields,
} from '../shared/verdict/profiles/context-fields.ts'
import {
  type ValidationContext,
  type ValidationProfile,
  type VerifyRequest,
  validationContext,
  validationProfile,
} from '../shared/verdict/verification.ts'
import { readTextArgument } from './arguments.ts'
import { type CliIo, UsageError } from './io.ts'

export const contextHelp = `AS WHAT; the rules of that kind of token are checked too
  --as PROFILE             ${validationProfile.options.join(', ')}
                           a dpop_proof is verified with its own key and needs no SOURCE
  and what came with it, compared where it is given:
  --client-id C            --access-token-file FILE   --code C   --state S   --max-age SECONDS   --acr-values A
  --scope S                --jkt THUMBPRINT           --token-endpoint URL   --htm METHOD   --htu URL
  --kb-aud A  --kb-nonce N --kb-required              the key binding of an SD-JWT
`

export const contextOptions = {
  as: { type: 'string' },
  'client-id': { type: 'string' },
  'access-token-file': { type: 'string' },
  code: { type: 'string' },
  state: { type: 'string' },
  'max-age': { type: 'string' },
  'acr-values': { type: 'string' },
  scope: { type: 'string' },
  htm: { type: 'string' },
  htu: { type: 'string' },
  jkt: { type: 'string' },
  'token-endpoint': { type: 'string' },
  'kb-aud': { type: 'string' },
  'kb-nonce': { type: 'string' },
  'kb-required': { type: 'boolean' },
} as const

type Values = { readonly [K in keyof typeof contextOptions]?: string | boolean | undefined }

type Asked = Pick<VerifyRequest, 'as' | 'context'>

const optionOf = (field: ContextField) =>
  field === 'access_token' ? '--access-token-file' : `--${field.replaceAll('_', '-')}`

/** What the token is validated as, and what came with it. Throws UsageError for what nothing would be checked by. */
export async function readContext(values: Values, io: CliIo): Promise<Asked> {
  const as = values.as === undefined ? undefined : validationProfile.safeParse(values.as)
  if (as && !as.success) throw new UsageError(`--as is one of ${validationProfile.options.join(', ')}`)
  const given: Partial<Record<ContextField, unknown>> = {}
  for (const field of Object.keys(validationContext.shape) as ContextField[]) {
    const option = optionOf(field).slice(2) as keyof Values
    const value = values[option]
    if (value === undefined) continue
    given[field] = field === 'max_age' ? readSeconds(String(value)) : value
  }
  if (typeof given.access_token === 'string') {
    given.access_token = (await readTextArgument(given.access_token, io, 'an access token')).trim()
    if (given.access_token === '') throw new UsageError('the file of --access-token-file is empty')
  }
  const asked = toAsked(as?.data, given)
  if (typeof asked !== 'string') return asked
  throw new UsageError(asked.replace(/^(\w+)/, (field) => optionOf(field as ContextField)))
}

/** The same fields in a line of a batch; their values are judged by `contextOfLine`. */
const anything = z.nullish(z.unknown())
export const contextLineFields = {
  as: z.nullish(validationProfile),
  client_id: anything,
  access_token: anything,
  code: anything,
  state: anything,
  max_age: anything,
  acr_values: anything,
  scope: anything,
  htm: anything,
  htu: anything,
  jkt: anything,
  token_endpoint: anything,
  kb_aud: anything,
  kb_nonce: anything,
  kb_required: anything,
}

/** What is expected of each, in words, for a line that holds something else. */
export const contextLineWords = {
  as: validationProfile.options.join(', '),
  client_id: 'a string',
  access_token: 'a string',
  code: 'a string',
  state: 'a string',
  max_age: 'a number of seconds',
  acr_values: 'a string',
  scope: 'a string',
  htm: 'a string',
  htu: 'an http or https address without a user',
  jkt: 'a string',
  token_endpoint: 'a string',
  kb_aud: 'a string',
  kb_nonce: 'a string',
  kb_required: 'true or false',
} as const

/** Names of many things besides; without `as` they are ignored, and reported, like any other name. */
const everyday: ReadonlySet<ContextField> = new Set(['code', 'state', 'htm', 'htu', 'jkt'])

/** From a line that was parsed; a sentence where a field is given in vain. Null is as good as absent. */
export function contextOfLine(
  line: Readonly<Partial<Record<ContextField | 'as', unknown>>>,
): { readonly asked: Asked; readonly ignored: readonly string[] } | string {
  const { as } = line
  const given: Partial<Record<ContextField, unknown>> = {}
  const ignored: string[] = []
  for (const field of Object.keys(validationContext.shape) as ContextField[]) {
    const value = line[field]
    if (value === null || value === undefined) continue
    if ((as === null || as === undefined) && everyday.has(field)) ignored.push(field)
    else given[field] = value
  }
  const profile = (as ?? undefined) as ValidationProfile | undefined
  const asked = toAsked(profile, given)
  if (typeof asked !== 'string') return { asked, ignored }
  const [field] = /^\w+/.exec(asked) ?? ['']
  return profile === undefined && !keyBindingFields.includes(field as ContextField)
    ? `${field} is not a field of a line without as, and nothing would be checked by it; ${asked}`
    : asked
}

function toAsked(
  as: ValidationProfile | undefined,
  given: Readonly<Partial<Record<ContextField, unknown>>>,
): Asked | string {
  const known = [...contextFields[as ?? 'generic'], ...keyBindingFields]
  const fields = Object.keys(given) as ContextField[]
  const vain = fields.find((field) => !known.includes(field))
  if (vain !== undefined) {
    const users = Object.entries(contextFields).flatMap(([name, own]) => (own.includes(vain) ? [name] : []))
    return `${vain} is compared only when the token is validated as ${users.join(', ')}`
  }
  const parsed = validationContext.safeParse(given)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0] as ContextField
    return `${field}: ${contextLineWords[field]} is expected, of a length that is compared`
  }
  const context: ValidationContext = parsed.data
  return {
    ...(as === undefined ? {} : { as }),
    ...(fields.length === 0 ? {} : { context }),
  }
}

function readSeconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError('--max-age is a number of seconds')
  return Number(text)
}
