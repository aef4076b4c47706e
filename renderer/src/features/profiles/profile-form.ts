import type { Endpoints } from '../../../../shared/profile/endpoints.ts'
import { enteredDraft, type Profile, type ProfileDraft } from '../../../../shared/profile/profile.ts'
import { portsOf } from '../../../../shared/profile/redirect-settings.ts'

/** What stands in the editor's fields: a draft whose port is still text. */
export type ProfileForm = Omit<ProfileDraft, 'redirect'> & {
  readonly redirect: {
    readonly host: ProfileDraft['redirect']['host']
    readonly https?: true
    /** Absent: on this machine. */
    readonly remote_uri?: string
    /** Several are divided by commas and tried in order. Empty: a free port at each run. */
    readonly port: string
    readonly path: string
  }
}

/** Messages by the path of their field, for example `redirect.port` or `parameters.0.name`. */
export type FieldErrors = Readonly<Record<string, string>>

export type ParsedForm =
  | { readonly ok: true; readonly draft: ProfileDraft }
  | { readonly ok: false; readonly errors: FieldErrors }

/** The editor's fields for a profile or a draft; nothing else of the profile comes along. */
export function formOf(draft: ProfileDraft | Profile): ProfileForm {
  const { host, https, path, remote_uri } = draft.redirect
  const ports = portsOf(draft.redirect).filter((port) => port !== 0)
  return {
    name: draft.name,
    issuer: draft.issuer,
    client_id: draft.client_id,
    token_endpoint_auth_method: draft.token_endpoint_auth_method,
    scope: draft.scope,
    flow: draft.flow,
    redirect: {
      host,
      ...(https === true ? { https } : {}),
      port: ports.join(', '),
      path,
      ...(remote_uri === undefined ? {} : { remote_uri }),
    },
    browser: draft.browser,
    parameters: draft.parameters,
    allowHttp: draft.allowHttp,
    metadata: draft.metadata,
    endpoints: draft.endpoints,
    variables: draft.variables,
    environments: draft.environments,
    clients: draft.clients,
    users: draft.users,
    folder: draft.folder,
    favourite: draft.favourite,
    template: draft.template,
  }
}

/** Reads the fields as a draft, or says which field is wrong and why, in words for people. */
export function parseForm(form: ProfileForm): ParsedForm {
  const parsed = enteredDraft.safeParse({
    ...form,
    endpoints: form.endpoints === null ? null : withoutEmpty(form.endpoints),
    flow: {
      ...form.flow,
      audience: form.flow.audience.map((line) => line.trim()).filter((line) => line !== ''),
    },
    redirect: { ...form.redirect, ...readPorts(form.redirect.port) },
  })
  if (parsed.success) return { ok: true, draft: parsed.data }
  const errors: Record<string, string> = {}
  for (const issue of parsed.error.issues) {
    const path = issue.path.join('.').replace(/^redirect\.fallback_ports.*/, 'redirect.port')
    // An empty issuer is also not an address; the first reason is the one to act on.
    errors[path] ??= fieldMessage(path, issue.code)
  }
  return { ok: false, errors }
}

function readPorts(text: string): Pick<ProfileDraft['redirect'], 'port' | 'fallback_ports'> {
  const ports = text
    .split(/[,\s]+/)
    .filter((word) => word !== '')
    .map((word) => (/^\d{1,6}$/.test(word) ? Number(word) : -1))
  const [port = 0, ...fallback_ports] = ports
  return fallback_ports.length === 0 ? { port } : { port, fallback_ports }
}

function withoutEmpty(endpoints: Endpoints): Endpoints {
  return Object.fromEntries(Object.entries(endpoints).filter(([, address]) => address?.trim()))
}

/** The words for one field; also for errors that the main process found in a field. */
export function fieldMessage(path: string, code: string): string {
  const tooLong = code === 'too_big'
  const key = path.replace(/\.\d+(?=\.|$)/g, '.*')
  switch (key) {
    case 'name':
      return tooLong ? 'The name is longer than 200 characters.' : 'Give the profile a name.'
    case 'issuer':
      if (tooLong) return 'The issuer is longer than 2048 characters.'
      return code === 'custom' || code === ''
        ? 'An issuer is an https or http address without query and fragment, for example https://login.example.'
        : 'Enter the provider’s issuer, for example https://login.example.'
    case 'client_id':
      return tooLong
        ? 'The client ID is longer than 1024 characters.'
        : 'Enter the client ID that the provider gave this app.'
    case 'scope':
      return 'The scope is longer than 4096 characters.'
    case 'redirect.port':
      return tooLong
        ? 'At most 21 ports, each up to 65535.'
        : 'One port, or several divided by commas, each from 1 to 65535.'
    case 'redirect.remote_uri':
      return 'A redirect URI is an address without query and fragment.'
    case 'browser.command':
      return 'A program with its arguments, at most 1024 characters; every quote is closed.'
    case 'redirect.path':
      return 'A path starts with / and holds letters, digits and - . _ ~ / only.'
    case 'parameters.*.name':
      return tooLong ? 'The name is longer than 128 characters.' : 'Name the parameter or remove the row.'
    case 'parameters.*.value':
      return 'The value is longer than 4096 characters.'
    case 'flow.audience':
      return 'At most 20 audiences can be named.'
    case 'flow.audience.*':
      return 'An audience is longer than 2048 characters.'
    case 'flow.claims':
      return tooLong
        ? 'The claims are longer than 16,384 characters.'
        : 'Claims are a JSON object with userinfo or id_token, each an object.'
    case 'flow.authorization_details':
      return tooLong
        ? 'The authorization details are longer than 16,384 characters.'
        : 'Authorization details are a JSON array of objects, each with a type.'
    case 'flow.proxy':
      return 'A proxy is an address without credentials, for example http://proxy.example:3128.'
    case 'flow.ca_certificates':
      return 'The certificate authorities are longer than 500,000 characters.'
    case 'flow.username':
      return 'The user name is longer than 1024 characters.'
    case 'flow.subject_token_type':
    case 'flow.actor_token_type':
    case 'flow.requested_token_type':
      return 'A token type is longer than 256 characters.'
    case 'variables.*.name':
      return code === 'custom'
        ? 'This name is there already.'
        : 'A name begins with a letter and holds letters, digits and _ . - only.'
    case 'environments.*.name':
    case 'clients.*.name':
    case 'users.*.name':
      return tooLong ? 'The name is longer than 80 characters.' : 'Give it a name or remove the row.'
    case 'clients.*.client_id':
      return 'Enter its client ID or remove the row.'
    case 'folder':
      return 'The folder is longer than 200 characters.'
    case 'parameters':
      return 'At most 50 parameters can be added.'
    default:
      return key.startsWith('endpoints.')
        ? 'An endpoint is an https or http address without fragment.'
        : 'This value cannot be kept.'
  }
}

/** The field an ERR_INPUT speaks of: `draft.redirect.port` is the field `redirect.port`. */
export function fieldOfInputPath(path: unknown): string | null {
  if (typeof path !== 'string') return null
  const field = path.replace(/\[(\d+)\]/g, '.$1').replace(/^draft\./, '')
  return field === '' || field === 'draft' ? null : field
}

/**
 * Brings a newer profile under a form that is being edited: what the person changed stays,
 * everything else follows the newer one.
 */
export function rebaseForm(form: ProfileForm, base: ProfileForm, newer: ProfileForm): ProfileForm {
  const kept = Object.entries(form).filter(([key, value]) => !same(value, base[key as keyof ProfileForm]))
  return { ...newer, ...Object.fromEntries(kept) }
}

/** Whether two forms hold the same. */
export function sameForm(a: ProfileForm, b: ProfileForm): boolean {
  return Object.keys(a).every((key) => same(a[key as keyof ProfileForm], b[key as keyof ProfileForm]))
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
