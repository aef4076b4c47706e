import type { Handlers } from '../../shared/ipc/bridge.ts'
import type { CallOutput } from '../../shared/ipc/contract.ts'
import { changedConfig } from '../../shared/oauth/run-config.ts'
import type { BrowserName } from '../../shared/profile/browser-choice.ts'
import type { TokenVerifier } from '../jose/verify/token-verifier.ts'
import type { FlowEngine } from '../oauth/flow-engine.ts'
import type { ProviderHost } from '../provider/provider-host.ts'
import type { SessionDesk } from '../sessions/session-desk.ts'
import type { SecretClipboard } from '../shell/secret-clipboard.ts'
import type { CancellableJobs } from './cancellable-jobs.ts'
import type { CertificateDesk } from './certificate-desk.ts'
import type { ExportDesk } from './export-desk.ts'
import type { ImportDesk } from './import-desk.ts'
import type { IssuerDesk } from './issuer-desk.ts'
import type { KeyDesk } from './key-desk.ts'
import type { LintDesk } from './lint-desk.ts'
import type { NegativeDesk } from './negative-desk.ts'
import type { ProfileDesk } from './profile-desk.ts'
import type { RegistrationDesk } from './registration-desk.ts'
import type { RunArchive } from './run-archive.ts'
import type { SignDesk } from './sign-desk.ts'
import type { VaultDesk } from './vault-desk.ts'
import type { WhatIfDesk } from './what-if-desk.ts'

/** The rooms behind the bridge, and the three effects that are only here. */
export type HandlerParts = {
  readonly appInfo: () => CallOutput<'app.info'>
  readonly openSpec: (spec: string) => Promise<void>
  readonly clipboard: Pick<SecretClipboard, 'copy' | 'copySecret'>
  readonly vault: VaultDesk
  readonly saveFile: (suggestedName: string, text: string) => Promise<boolean>
  readonly verifier: TokenVerifier
  readonly jobs: CancellableJobs
  readonly profiles: ProfileDesk
  readonly issuers: IssuerDesk
  readonly registration: RegistrationDesk
  readonly imports: ImportDesk
  readonly exports: ExportDesk
  readonly lint: LintDesk
  readonly negative: NegativeDesk
  readonly whatIf: WhatIfDesk
  readonly keys: KeyDesk
  readonly signing: SignDesk
  readonly provider: ProviderHost
  readonly flows: FlowEngine
  readonly archive: RunArchive
  readonly certificate: CertificateDesk
  /** Registers the app's own schemes, where it can, and says whether they are its. */
  readonly claimSchemes: () => boolean
  readonly listBrowsers: () => BrowserName[]
  readonly sessions: SessionDesk
}

/** One line for each call of the contract, into the room that does it. */
export function createHandlers(parts: HandlerParts): Handlers {
  const {
    appInfo,
    openSpec,
    clipboard,
    vault,
    saveFile,
    verifier,
    jobs,
    profiles,
    issuers,
    registration,
    imports,
    exports,
    keys,
    lint,
    negative,
    whatIf,
    signing,
    provider,
    flows,
    archive,
    certificate,
    claimSchemes,
    listBrowsers,
    sessions,
  } = parts
  return {
    'app.info': appInfo,
    'app.openSpec': ({ spec }) => openSpec(spec),
    'files.save': async ({ suggestedName, text }) => ({ saved: await saveFile(suggestedName, text) }),
    'clipboard.write': ({ text, secret }) => (secret ? clipboard.copySecret(text) : clipboard.copy(text)),

    'tokens.verify': ({ requestId, request }) =>
      jobs.run(requestId, (signal) => verifier.verify(request, signal)),
    'tokens.cancel': ({ requestId }) => jobs.cancel(requestId),
    'tokens.sign': (request) => signing.sign(request),
    'tokens.signingKey': ({ key }) => signing.describeKey(key),
    'tokens.encrypt': (request) => signing.encrypt(request),

    'lint.keyFacts': ({ token, source }) => lint.keyFacts(token, source),
    'lint.certificates': ({ token }) => lint.certificates(token),
    'lint.trySecrets': (input) => lint.trySecrets(input),
    'lint.revealSecret': (input) => lint.revealSecret(input),

    'negative.make': (input) => negative.make(input),
    'negative.send': ({ requestId, request }) =>
      jobs.run(requestId, (signal) => negative.send(requestId, request, signal)),
    'whatIf.run': ({ requestId, ...asked }) =>
      jobs.run(requestId, (signal) => whatIf.run(requestId, asked, signal)),
    'whatIf.skip': ({ requestId }) => whatIf.skip(requestId),

    'profiles.list': () => profiles.list(),
    'profiles.save': (input) => profiles.save(input),
    'profiles.duplicate': ({ id }) => profiles.duplicate(id),
    'profiles.delete': ({ id }) => profiles.remove(id),
    'profiles.restore': ({ id }) => profiles.restore(id),
    'profiles.revealSecret': (input) => profiles.revealSecret(input),
    'profiles.readImport': (input) => imports.read(input),
    'profiles.acceptImport': (input) => imports.accept(input),
    'profiles.dropImport': ({ token }) => imports.drop(token),
    'profiles.export': (input) => exports.write(input),
    'profiles.discover': (input) => profiles.discover(input),

    'redirects.certificate': () => certificate.describe(),
    'redirects.renewCertificate': () => certificate.renew(),
    'redirects.scheme': () => ({ isRegistered: claimSchemes() }),
    'browsers.list': () => listBrowsers(),
    'issuers.find': (input) => jobs.run(input.requestId, (signal) => issuers.find(input, signal)),
    'registration.keys': (input) => registration.keys(input),
    'registration.kept': (input) => registration.kept(input),
    'registration.call': (input) => jobs.run(input.requestId, (signal) => registration.call(input, signal)),
    'registration.adopt': (input) => registration.adopt(input),
    'registration.drop': ({ requestId }) => registration.drop(requestId),

    'keys.list': () => keys.list(),
    'keys.generate': (input) => keys.generate(input),
    'keys.import': (input) => keys.importText(input),
    'keys.keep': ({ id }) => keys.keep(id),
    'keys.change': (input) => keys.change(input),
    'keys.delete': ({ id }) => keys.remove(id),
    'keys.restore': ({ id }) => keys.restore(id),
    'keys.describe': ({ id }) => keys.describe(id),
    'keys.reveal': (input) => keys.reveal(input),
    'keys.convert': (input) => keys.convert(input),
    'keys.convertPrivate': (input) => keys.convertPrivate(input),
    'keys.checkSet': (input) => keys.checkSet(input),
    'keys.checkSetAt': (input) => keys.checkSetAt(input),
    'keys.whichVerifies': (input) => keys.whichVerifies(input),

    'vault.status': () => vault.status(),
    'vault.lock': () => vault.lock(),
    'vault.unlock': (input) => vault.unlock(input),
    'vault.protect': (input) => vault.protect(input),
    'vault.rotate': (input) => vault.rotate(input),
    'vault.backUp': (input) => vault.backUp(input),
    'vault.restore': (input) => vault.restore(input),
    'vault.settings': () => vault.settings(),
    'vault.setLockAfter': ({ lockAfterMinutes }) => vault.setLockAfter(lockAfterMinutes),

    'provider.status': () => provider.status(),
    'provider.start': () => provider.start(),
    'provider.stop': () => provider.stop(),

    'sessions.list': () => [...sessions.list()],
    'sessions.refresh': ({ id }) => sessions.refresh(id),
    'sessions.setAutoRefresh': ({ id, on }) => sessions.setAutoRefresh(id, on),
    'sessions.setKept': ({ id, kept }) => sessions.setKept(id, kept),
    'sessions.revoke': ({ id }) => sessions.revoke(id),
    'sessions.logout': ({ id }) => sessions.logout(id),
    'sessions.forget': ({ id }) => sessions.forget(id),
    'sessions.restore': ({ id }) => sessions.restore(id),
    'sessions.token': ({ id, kind }) => sessions.token(id, kind),
    'sessions.copy': ({ id, what }) => clipboard.copySecret(sessions.textOf(id, what)),

    'flows.list': () => [...flows.list()],
    'flows.start': ({ profileId, variant, change }) => {
      const config = profiles.runConfig(profileId, variant)
      return flows.start(change === undefined ? config : changedConfig(config, change))
    },
    'flows.cancel': ({ runId }) => flows.cancel(runId),
    'flows.openAgain': ({ runId }) => flows.openAgain(runId),
    'flows.paste': ({ runId, url }) => flows.paste(runId, url),
    'flows.copyLink': ({ runId }) => clipboard.copy(flows.authorizationUrl(runId)),
    'flows.refresh': ({ runId }) => flows.refresh(runId),
    'flows.userinfo': ({ runId }) => flows.userinfo(runId),
    'flows.logout': ({ runId }) => flows.logout(runId),
    'flows.receiveLogouts': ({ runId, port }) => flows.receiveLogouts(runId, port),
    'flows.stopReceiving': ({ runId }) => flows.stopReceiving(runId),
    'flows.callApi': ({ runId, request }) => flows.callApi(runId, request),
    'flows.revoke': ({ runId, kind }) => flows.revoke(runId, kind),
    'flows.introspect': ({ runId, kind }) => flows.introspect(runId, kind),
    'flows.token': ({ runId, kind, untrusted }) => flows.token(runId, kind, untrusted),
    'flows.original': ({ runId, step, place }) => flows.original(runId, step, place),
    'flows.copyToken': ({ runId, kind, untrusted }) =>
      clipboard.copySecret(flows.token(runId, kind, untrusted).token),

    'runs.kept': () => archive.kept(),
    'runs.read': ({ id }) => archive.read(id),
    'runs.clear': (what) => archive.clear(what),
    'runs.restore': ({ id }) => archive.restore(id),
    'runs.limit': ({ limit }) => archive.setLimit(limit),
  }
}
