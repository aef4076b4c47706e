import { runJobHere } from '../electron/jose/crypto-jobs.ts'
import type { KeyDescription } from '../shared/key/key-description.ts'
import { type PrivateForm, privateForm, publicForm } from '../shared/key/key-form.ts'
import { readArguments } from './arguments.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { readPassphrase } from './key-files.ts'
import { readKeyArgument, withPassphraseHint } from './key-text.ts'
import { shownWord } from './misplaced-text.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope key convert FILE|- --to FORM [OPTIONS]

FILE holds a JWK, a JWKS, PEM (SPKI, PKCS#8, PKCS#1, SEC1, X.509; encrypted too) or DER.

FORM of a public key       jwk, jwks, pem (SPKI), pkcs1, der (SPKI in base64), certificate
FORM of a private key      pkcs8, sec1; jwk, jwks, pem (PKCS#8) and pkcs1 with --private
FORM of a secret           hex, base64, base64url; jwk and jwks with --private

  --private                write the private key; without it the public half is written
  --index N                which key of a text that holds several, from 1; jwks takes all of them
  --passphrase-env NAME    the environment variable with the passphrase of FILE
  --encrypt-env NAME       encrypts PKCS#8 with the passphrase in this environment variable

Exit code: 0 converted, 2 not readable or wrong usage.
`

export async function keyConvertCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    to: { type: 'string' },
    private: { type: 'boolean' },
    index: { type: 'string' },
    'passphrase-env': { type: 'string' },
    'encrypt-env': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) {
    await io.stdout(help)
    return exitCode.valid
  }
  const encryption = readPassphrase(values['encrypt-env'], io, '--encrypt-env')
  const target = readTarget(values.to, values.private ?? false, encryption !== undefined)
  const passphrase = readPassphrase(values['passphrase-env'], io)
  const text = await readKeyArgument(positionals, io)
  const reading = await withPassphraseHint(runJobHere('describeKeys', { text, passphrase }))
  for (const note of reading.notes) await io.stderr(`${terminalText(note)}\n`)
  const indexes = chooseKeys(reading.keys, values.index, target.form === 'jwks')
  const written: string[] = []
  for (const index of indexes) {
    const key = reading.keys[index]
    if (!key) continue
    if (key.flaw !== null) await io.stderr(`Key ${index + 1} is not safe to use: ${key.flaw}.\n`)
    if (target.kind === 'public') written.push(publicText(key, target.form))
    else {
      if (!key.privateForms.includes(target.form)) throw new UsageError(cannotBePrivate(key, target.form))
      written.push(
        await runJobHere('writePrivateKey', {
          text,
          passphrase,
          index,
          form: target.form,
          newPassphrase: encryption,
        }),
      )
    }
  }
  const [first = ''] = written
  const output = target.form === 'jwks' ? joinSets(written) : first
  await io.stdout(output.endsWith('\n') ? output : `${output}\n`)
  return exitCode.valid
}

type Target =
  | { readonly kind: 'public'; readonly form: string }
  | { readonly kind: 'private'; readonly form: PrivateForm }

const onlyPrivate: readonly string[] = ['pkcs8', 'sec1', 'hex', 'base64', 'base64url']

function readTarget(to: string | undefined, isPrivate: boolean, encrypts: boolean): Target {
  if (to === undefined) throw new UsageError('say the form with --to, for example --to jwk')
  const names: Readonly<Record<string, string | undefined>> = {
    __proto__: null as never,
    pem: isPrivate || encrypts ? 'pkcs8' : 'spki',
    der: 'spki_der',
  }
  const form = names[to] ?? to
  if (onlyPrivate.includes(form) || isPrivate || encrypts) {
    if (encrypts && form !== 'pkcs8') throw new UsageError('--encrypt-env encrypts PKCS#8: use --to pkcs8')
    const parsed = privateForm.safeParse(encrypts ? 'pkcs8_encrypted' : form)
    if (parsed.success) return { kind: 'private', form: parsed.data }
    throw new UsageError(`there is no private form ${shownWord(to)}`)
  }
  if (publicForm.safeParse(form).success) return { kind: 'public', form }
  throw new UsageError(`there is no form ${shownWord(to)}`)
}

function chooseKeys(
  keys: readonly KeyDescription[],
  index: string | undefined,
  takesAll: boolean,
): readonly number[] {
  if (index !== undefined) {
    if (!/^\d{1,4}$/.test(index) || Number(index) < 1 || Number(index) > keys.length) {
      throw new UsageError(`--index is a number from 1 to ${keys.length}`)
    }
    return [Number(index) - 1]
  }
  if (keys.length > 1 && !takesAll) {
    throw new UsageError(`the text holds ${keys.length} keys: choose one with --index, or use --to jwks`)
  }
  return keys.map((_, at) => at)
}

function publicText(key: KeyDescription, form: string): string {
  const found = key.publicForms.find((candidate) => candidate.form === form)
  if (found) return found.text
  throw new UsageError(
    key.kty === 'oct'
      ? 'a secret has no public half; --private writes the secret itself'
      : `this key (${key.description}) cannot be written as ${form}`,
  )
}

function cannotBePrivate(key: KeyDescription, form: PrivateForm): string {
  return key.hasPrivate
    ? `this key (${key.description}) cannot be written as ${form}`
    : 'this is a public key: it has no private half to write'
}

function joinSets(sets: readonly string[]): string {
  const keys = sets.flatMap((set) => (JSON.parse(set) as { readonly keys: readonly unknown[] }).keys)
  return JSON.stringify({ keys }, null, 2)
}
