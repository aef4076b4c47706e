import type { ProfileFile } from '../shared/profile/export/profile-file.ts'
import {
  type ExtraParameter,
  extendedRequests,
  extraParameter,
  parameterPlaces,
} from '../shared/profile/extra-parameter.ts'
import { UsageError } from './io.ts'

type Values = {
  readonly param?: readonly string[] | undefined
  readonly 'param-at'?: readonly string[] | undefined
}

/** Of the profile file, then of the flags: those of the first request, then those of a named one. Throws UsageError. */
export function readParameters(values: Values, file: Partial<ProfileFile>): readonly ExtraParameter[] {
  const { parameters = {}, request_parameters = [] } = file
  return [
    ...Object.entries(parameters).flatMap(([name, value]) =>
      [value].flat().map((each) => ({ name, value: each })),
    ),
    ...(values.param ?? []).map((text) => readParameter(text, '--param is name=value')),
    ...request_parameters,
    ...(values['param-at'] ?? []).map(readTargeted),
  ]
}

/** `token.header:X-Tenant=staging` */
function readTargeted(text: string): ExtraParameter {
  const usage = `--param-at is REQUEST.PLACE:NAME=VALUE with a request of ${extendedRequests.join(', ')} and a place of ${parameterPlaces.join(', ')}`
  const [, request, place, rest = ''] = /^([a-z_]+)\.([a-z]+):(.+)$/s.exec(text) ?? []
  const parsed = extraParameter.safeParse({ ...readParameter(rest, usage), target: { request, place } })
  if (parsed.success) return parsed.data
  throw new UsageError(usage)
}

function readParameter(text: string, usage: string): ExtraParameter {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(usage)
  return { name: text.slice(0, at), value: text.slice(at + 1) }
}
