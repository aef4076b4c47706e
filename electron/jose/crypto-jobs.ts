/**
 * Everything that works with keys, by name: plain data in, plain data out, so that a job may cross to a worker.
 * A job throws AppError or nothing. Each is loaded when it is first asked for.
 */
export const cryptoJobs = {
  checkSignature: async (job: import('./verify-job.ts').VerifyJob) =>
    (await import('./check-signature.ts')).checkSignature(job),
  checkSignatures: async (jobs: import('./check-signatures.ts').VerifyJobs) =>
    (await import('./check-signatures.ts')).checkSignatures(jobs),
  diagnoseFailure: async (job: import('./diagnose/diagnose-failure.ts').DiagnosisJob) =>
    (await import('./diagnose/diagnose-failure.ts')).diagnoseFailure(job),
  decryptToken: async (job: import('./jwe/decrypt-token.ts').DecryptJob) =>
    (await import('./jwe/decrypt-token.ts')).decryptToken(job),
  encryptToken: async (job: import('./jwe/encrypt-token.ts').EncryptJob) =>
    (await import('./jwe/encrypt-token.ts')).encryptToken(job),
  generateKey: async (spec: import('../../shared/key/key-type.ts').KeySpec) =>
    (await import('./keys/generate-key.ts')).generateKey(spec),
  readKeptKeys: async (input: import('./keys/describe-keys.ts').KeyTextInput) =>
    (await import('./keys/kept-keys.ts')).readKeptKeys(input),
  describeKeys: async (input: import('./keys/describe-keys.ts').KeyTextInput) =>
    (await import('./keys/describe-keys.ts')).describeKeys(input),
  writePrivateKey: async (
    input: Parameters<typeof import('./keys/describe-keys.ts')['writePrivateKey']>[0],
  ) => (await import('./keys/describe-keys.ts')).writePrivateKey(input),
  checkKeySet: async (input: { readonly text: string; readonly at: number }) =>
    (await import('./keys/check-key-set.ts')).checkKeySet(input),
  signToken: async (job: import('./sign/sign-token.ts').SignJob) =>
    (await import('./sign/sign-token.ts')).signToken(job),
  describeSigningKey: async (material: import('./sign/read-signing-key.ts').SigningMaterial) =>
    (await import('./sign/describe-signing-key.ts')).describeSigningKey(material),
  openSdJwt: async (job: import('./sd-jwt/open-sd-jwt.ts').OpenSdJwtJob) =>
    (await import('./sd-jwt/open-sd-jwt.ts')).openSdJwt(job),
  makeNegativeTokens: async (job: import('./negative/make-negative-tokens.ts').NegativeJob) =>
    (await import('./negative/make-negative-tokens.ts')).makeNegativeTokens(job),
  readKeyFacts: async (job: import('./key-facts/read-key-facts.ts').KeyFactsJob) =>
    (await import('./key-facts/read-key-facts.ts')).readKeyFacts(job),
  readTokenCertificates: async (job: { readonly token: string }) =>
    (await import('./key-facts/read-token-certificates.ts')).readTokenCertificates(job),
  importProfiles: async (
    sources: readonly import('../../shared/profile/import/import-profiles.ts').SourceText[],
  ) => (await import('../../shared/profile/import/import-profiles.ts')).importProfiles(sources),
  sealProfiles: async (input: { readonly text: string; readonly passphrase: string }) =>
    (await import('./sealed-profiles.ts')).sealProfiles(input),
  openProfiles: async (input: { readonly jwe: string; readonly passphrase: string }) =>
    (await import('./sealed-profiles.ts')).openProfiles(input),
  findWeakSecret: async (job: import('./weak-secret/find-weak-secret.ts').WeakSecretJob) =>
    (await import('./weak-secret/find-weak-secret.ts')).findWeakSecret(job),
  revealWeakSecret: async (job: { readonly token: string; readonly index: number }) =>
    (await import('./weak-secret/find-weak-secret.ts')).revealWeakSecret(job),
  deriveKey: async (job: import('./derive-key.ts').DeriveKeyJob) =>
    (await import('./derive-key.ts')).deriveKey(job),
} as const

export type JobName = keyof typeof cryptoJobs
export type JobInput<N extends JobName> = Parameters<(typeof cryptoJobs)[N]>[0]
export type JobOutput<N extends JobName> = Awaited<ReturnType<(typeof cryptoJobs)[N]>>

/** Runs a job somewhere. Rejects with AppError; ERR_CANCELLED when the signal aborts. */
export type RunJob = <N extends JobName>(
  name: N,
  input: JobInput<N>,
  signal?: AbortSignal,
) => Promise<JobOutput<N>>

/** In place, on this thread: for the command line and for tests. */
export const runJobHere: RunJob = (name, input) => {
  const job = cryptoJobs[name] as (input: unknown) => Promise<JobOutput<typeof name>>
  return job(input)
}
