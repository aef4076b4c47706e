import type { SignJob } from '../electron/jose/sign/sign-token.ts'
import type { ClaimPath } from '../shared/sd-jwt/create-sd-jwt.ts'
import { parseClaimPath } from '../shared/sd-jwt/parse-claim-path.ts'
import { readTextArgument } from './arguments.ts'
import { type CliIo, UsageError } from './io.ts'
import { readPassphrase } from './key-files.ts'

export const sdJwtHelp = `SD-JWT (RFC 9901)
  --disclose NAME          a disclosure for this claim, its name as it stands; may be given more than once
  --sd PATH                as --disclose for any place: address.street, nationalities[0], claims["a.b"]; a claim
                           that stands inside another with a disclosure is disclosed only together with it
  --sd-decoys N            N digests of nothing, so that nobody can count the claims
  --holder-key FILE        the holder's private key; its public half becomes cnf
    --holder-passphrase-env NAME
    --kb-aud, --kb-nonce   also a key binding for this verifier and its nonce; one needs the other`

export const sdJwtOptions = {
  disclose: { type: 'string', multiple: true },
  sd: { type: 'string', multiple: true },
  'sd-decoys': { type: 'string' },
  'holder-key': { type: 'string' },
  'holder-passphrase-env': { type: 'string' },
  'kb-aud': { type: 'string' },
  'kb-nonce': { type: 'string' },
} as const

type Values = {
  readonly [N in keyof typeof sdJwtOptions]?: N extends 'disclose' | 'sd' ? string[] : string
}

/** What of a job makes it an SD-JWT; nothing where no option asks for one. Throws UsageError. */
export async function readSdJwtOptions(
  values: Values,
  io: CliIo,
): Promise<Pick<SignJob, 'disclose' | 'decoys' | 'holder'>> {
  const { disclose = [], sd = [] } = values
  const decoys = readCount(values['sd-decoys'])
  const holder = await readHolderOptions(values, io)
  if (disclose.length + sd.length === 0 && decoys === undefined && holder === undefined) return {}
  return {
    disclose: [...disclose.map((name) => [name]), ...sd.map(readPath)],
    ...(decoys === undefined ? {} : { decoys }),
    ...(holder === undefined ? {} : { holder }),
  }
}

function readPath(text: string): ClaimPath & [string | number, ...(string | number)[]] {
  const path = parseClaimPath(text)
  if (path === null) {
    throw new UsageError('--sd is a place such as address.street, nationalities[0] or claims["a.b"]')
  }
  return path as ReturnType<typeof readPath>
}

function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const count = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (!(count <= 200)) throw new UsageError('--sd-decoys is a number from 0 to 200')
  return count
}

async function readHolderOptions(values: Values, io: CliIo): Promise<SignJob['holder']> {
  const { 'holder-key': file, 'kb-aud': aud, 'kb-nonce': nonce } = values
  if (file === undefined) {
    const [other] = (['holder-passphrase-env', 'kb-aud', 'kb-nonce'] as const).filter(
      (name) => values[name] !== undefined,
    )
    if (other) throw new UsageError(`--${other} belongs to --holder-key`)
    return undefined
  }
  if ((aud === undefined) !== (nonce === undefined)) {
    throw new UsageError('a key binding names both, --kb-aud and --kb-nonce')
  }
  const key = {
    kind: 'key',
    text: await readTextArgument(file, io, 'PEM or a JWK'),
    passphrase: readPassphrase(values['holder-passphrase-env'], io, '--holder-passphrase-env'),
  } as const
  if (!aud || !nonce) return { key }
  return { key, binding: { aud, nonce, iat: Math.floor(io.now() / 1000) } }
}
