import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import { AppError } from '../shared/error.ts'
import { algsOf, type KeyType, keyTypes } from '../shared/key/key-type.ts'
import { readArguments } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readPassphrase } from './key-files.ts'

const help = `claimscope key generate (--kty TYPE [--crv CURVE | --bits N] | --alg ALG) [OPTIONS]

Makes a key and prints its private half: keep the output where nobody else reads it.

  --kty RSA|EC|OKP|oct|AKP
  --crv                    P-256, P-384, P-521, secp256k1; Ed25519, Ed448, X25519, X448
  --bits                   RSA: 2048, 3072, 4096; oct: 128, 192, 256, 384, 512; otherwise 2048 and 256
  --alg                    what the key is for, for example ES256, PS256, ECDH-ES, HS256, ML-DSA-44
  --kid                    otherwise the RFC 7638 thumbprint; of a secret it is random
  --format jwk|jwks|pem    pem is PKCS#8
  --public                 the public half after the private one
  --passphrase-env NAME    encrypts the PEM with the passphrase in this environment variable

Exit code: 0 made, 2 wrong usage.
`

export async function keyGenerateCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    kty: { type: 'string' },
    crv: { type: 'string' },
    bits: { type: 'string' },
    alg: { type: 'string' },
    kid: { type: 'string' },
    format: { type: 'string' },
    public: { type: 'boolean' },
    'passphrase-env': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  if (positionals.length > 0) throw new UsageError('key generate takes options only')
  const format = values.format ?? 'jwk'
  if (format !== 'jwk' && format !== 'jwks' && format !== 'pem') {
    throw new UsageError('--format is jwk, jwks or pem')
  }
  const passphrase = readPassphrase(values['passphrase-env'], io)
  if (passphrase !== undefined && format !== 'pem') {
    throw new UsageError('--passphrase-env encrypts PEM: add --format pem')
  }
  const type = findType(values)
  if (format === 'pem' && type.kty === 'oct') throw new UsageError('a secret has no PEM: use --format jwk')
  if (values.kid !== undefined && (values.kid === '' || values.kid.length > 512)) {
    throw new UsageError('--kid has 1 to 512 characters')
  }
  const { alg, kid } = values
  const jwk = await runJobHere('generateKey', {
    type: type.id,
    ...(alg === undefined ? {} : { alg }),
    ...(kid === undefined ? {} : { kid }),
  })
  const text = JSON.stringify(jwk)
  const form = format === 'pem' ? (passphrase === undefined ? 'pkcs8' : 'pkcs8_encrypted') : format
  const made = await runJobHere('writePrivateKey', { text, index: 0, form, newPassphrase: passphrase })
  await io.stdout(values.public ? await withPublic(made, text, format) : made)
  const what = type.kty === 'oct' ? 'This is a secret' : 'This is a private key'
  await io.stderr(`${what}: whoever has it can ${type.kty === 'oct' ? 'verify and sign' : 'act'} as you.\n`)
  return exitCode.valid
}

/** PEM blocks stand one after the other; JSON is one document with both. */
async function withPublic(made: string, text: string, format: 'jwk' | 'jwks' | 'pem'): Promise<string> {
  const { keys } = await runJobHere('describeKeys', { text })
  const wanted = format === 'pem' ? 'spki' : format
  const found = keys[0]?.publicForms.find(({ form }) => form === wanted)?.text
  if (found === undefined) throw new AppError('ERR_KEY', 'a secret has no public half')
  if (format === 'pem') return `${made}${found}`
  const both = { private: JSON.parse(made) as unknown, public: JSON.parse(found) as unknown }
  return `${JSON.stringify(both, null, 2)}\n`
}

type Wanted = {
  readonly kty?: string | undefined
  readonly crv?: string | undefined
  readonly bits?: string | undefined
  readonly alg?: string | undefined
}

/** A secret of which no more is said can sign; shorter ones only wrap keys. */
const inOrder = [...keyTypes.filter(({ id }) => id === 'oct-256'), ...keyTypes]

/** The first type that is everything that was asked for. */
function findType({ kty, crv, bits, alg }: Wanted): KeyType {
  if (kty === undefined && crv === undefined && alg === undefined) {
    throw new UsageError('say which key to make, with --kty, --crv or --alg')
  }
  const found = inOrder.find(
    (type) =>
      (kty === undefined || type.kty === kty) &&
      (crv === undefined || type.crv === crv) &&
      (bits === undefined || String(type.bits) === bits) &&
      (alg === undefined || algsOf(type).includes(alg)),
  )
  if (found) return found
  const asked = Object.entries({ kty, crv, bits, alg }).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [/^[\w.+-]{1,20}$/.test(value) ? `--${name} ${value}` : `what --${name} asks for`],
  )
  throw new UsageError(`there is no kind of key that is ${asked.join(' and ')}; names are exact`)
}
