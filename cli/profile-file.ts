import { z } from 'zod'
import { extraParameter } from '../shared/profile/extra-parameter.ts'
import { flowSettings } from '../shared/profile/flow-settings.ts'
import { clientAuthMethod } from '../shared/profile/profile.ts'
import { secretName } from '../shared/profile/secret-name.ts'
import { UsageError } from './io.ts'

/** Where a secret is, never what it is: a profile file is meant for a repository. */
const secretSource = z.union([
  z.strictObject({ env: z.string().min(1).max(200).describe('The name of an environment variable') }),
  z.strictObject({
    file: z.string().min(1).max(1024).describe('A file, relative to where the command runs'),
  }),
])

/** A profile for `run --profile FILE`, in the names of the wire. */
export const profileFile = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().max(200).optional(),
    issuer: z.string().min(1).max(2048),
    client_id: z.string().min(1).max(1024),
    token_endpoint_auth_method: clientAuthMethod.optional(),
    scope: z.string().max(4096).optional(),
    redirect_uri: z.string().max(2048).optional(),
    parameters: z
      .record(
        z.string().min(1).max(128),
        z.union([z.string().max(4096), z.array(z.string().max(4096)).max(20)]),
      )
      .optional()
      .describe('More parameters of the authorization or token request'),
    request_parameters: z
      .array(extraParameter.required())
      .max(50)
      .optional()
      .describe('What is added to one request: in its body, its query or as a header'),
    allow_http: z.boolean().optional(),
    secrets: z.partialRecord(secretName, secretSource).optional(),
    ...flowSettings.partial().shape,
  })
  .describe('A Claimscope profile without secrets')
export type ProfileFile = z.infer<typeof profileFile>

/** Reads the text of a profile file. Throws UsageError with the member that is wrong and what was expected there. */
export function parseProfileFile(text: string): ProfileFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new UsageError('the profile file is not JSON')
  }
  const parsed = profileFile.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).filter((part) => /^[\w$.:-]{1,64}$/.test(String(part))).join('.')
  // The library's sentence never repeats a value, which could be a secret in the wrong place.
  throw new UsageError(`the profile file: ${path === '' ? 'the whole' : path}: ${problemText(issue)}`)
}

function problemText(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.path[0] === 'secrets' && issue.path.length > 1) {
    return 'a secret is given as { "env": "NAME" } or { "file": "PATH" }, never itself'
  }
  return issue?.code === 'unrecognized_keys'
    ? 'it has a member that is not known'
    : (issue?.message ?? 'not valid')
}

/** The JSON Schema of the file, for editors (draft 2020-12). */
export function profileSchema(): unknown {
  return { $id: 'claimscope-profile', ...z.toJSONSchema(profileFile) }
}
