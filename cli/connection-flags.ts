import type { ParseArgsOptionsConfig } from 'node:util'
import { readAuthorities } from '../electron/net/trusted-authorities.ts'
import { AppError } from '../shared/error.ts'
import { type FlowSettings, flowSettings } from '../shared/profile/flow-settings.ts'
import { readTextArgument } from './arguments.ts'
import { type CliIo, UsageError } from './io.ts'

/** Options of every command that talks to a provider: how it is reached. */
export const connectionFlags = {
  'ca-file': { type: 'string' },
  proxy: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig

export const connectionHelp = `  --ca-file FILE            PEM certificates of authorities that are trusted beside the public ones
  --proxy URL|none          http://host:port; default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY; never for this machine
`

/** Only what was given. Throws UsageError. */
export async function readConnectionFlags(
  values: Readonly<{ 'ca-file'?: string | undefined; proxy?: string | undefined }>,
  io: CliIo,
): Promise<Partial<Pick<FlowSettings, 'ca_certificates' | 'proxy'>>> {
  const path = values['ca-file']
  const authorities = path === undefined ? null : await readTextArgument(path, io, 'certificates as PEM')
  if (authorities !== null) assertAuthorities(authorities)
  const proxy = values.proxy === undefined ? null : flowSettings.shape.proxy.safeParse(values.proxy)
  if (proxy?.success === false) throw new UsageError(`--proxy: ${proxy.error.issues[0]?.message ?? ''}`)
  return {
    ...(authorities === null ? {} : { ca_certificates: authorities }),
    ...(proxy === null ? {} : { proxy: proxy.data }),
  }
}

function assertAuthorities(text: string): void {
  try {
    if (readAuthorities(text).length === 0) throw new UsageError('--ca-file: the file is empty')
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(`--ca-file: ${error.message}`)
    throw error
  }
}
