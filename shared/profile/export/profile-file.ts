import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { extraParameter } from '../extra-parameter.ts'
import { flowSettings } from '../flow-settings.ts'
import { clientAuthMethod } from '../profile.ts'
import { redirectSettings } from '../redirect-settings.ts'
import { secretName } from '../secret-name.ts'
import { variables } from '../variable.ts'
import { environment, keptSecretKey, namedClient, testUser } from '../variant.ts'

/** Where a secret is, never what it is: a profile file is meant for a repository. */
export const secretSource = z.union([
  z.strictObject({ env: z.string().min(1).max(200).describe('The name of an environment variable') }),
  z.strictObject({
    file: z.string().min(1).max(1024).describe('A file, relative to where the command runs'),
  }),
])

/** A profile as a file, in the names of the wire: what is exported, watched in a folder, and run by the command line. */
export const profileFile = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().max(200).optional(),
    folder: z.string().max(200).optional().describe('Names divided by /'),
    issuer: z.string().min(1).max(2048),
    endpoints: endpoints
      .optional()
      .describe('In place of what the issuer announces; nothing is asked of it then'),
    client_id: z.string().min(1).max(1024),
    token_endpoint_auth_method: clientAuthMethod.optional(),
    scope: z.string().max(4096).optional(),
    redirect_uri: z.string().max(2048).optional(),
    fallback_ports: redirectSettings.shape.fallback_ports.describe(
      'Tried in this order where the port of the redirect URI is taken',
    ),
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
    variables: variables.optional().describe('What stands for {{name}} in the members of this file'),
    environments: z.array(environment).max(30).optional().describe('Other values of the variables, by name'),
    clients: z.array(namedClient).max(30).optional(),
    users: z.array(testUser).max(100).optional(),
    secrets: z.partialRecord(secretName, secretSource).optional(),
    variant_secrets: z
      .record(keptSecretKey, secretSource)
      .optional()
      .describe('Secrets of an environment, client or user: client_secret@env.staging'),
    ...flowSettings.partial().shape,
  })
  .describe('A Claimscope profile without secrets')
export type ProfileFile = z.infer<typeof profileFile>

/** What a text is: a profile, or the first member that is wrong and what was expected there, never a value of it. */
export function parseProfileFile(
  text: string,
): { readonly file: ProfileFile } | { readonly problem: string } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { problem: 'the profile file is not JSON' }
  }
  return checkProfileFile(json)
}

export function checkProfileFile(
  json: unknown,
): { readonly file: ProfileFile } | { readonly problem: string } {
  const parsed = profileFile.safeParse(json)
  if (parsed.success) return { file: parsed.data }
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).filter((part) => /^[\w$.:-]{1,64}$/.test(String(part))).join('.')
  // The library's sentence never repeats a value, which could be a secret in the wrong place.
  return { problem: `the profile file: ${path === '' ? 'the whole' : path}: ${problemText(issue)}` }
}

function problemText(issue: z.core.$ZodIssue | undefined): string {
  if (String(issue?.path[0]).endsWith('secrets') && (issue?.path.length ?? 0) > 1) {
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
