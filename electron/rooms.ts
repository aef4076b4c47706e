import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { app, clipboard, powerMonitor, utilityProcess } from 'electron'
import { AppError } from '../shared/error.ts'
import type { Handlers } from '../shared/ipc/bridge.ts'
import { browserNames } from '../shared/profile/browser-choice.ts'
import { specUrl } from '../shared/verdict/spec-url.ts'
import { findBrowser } from './browser/find-browser.ts'
import { createCancellableJobs } from './ipc/cancellable-jobs.ts'
import { createCertificateDesk } from './ipc/certificate-desk.ts'
import { createExportDesk } from './ipc/export-desk.ts'
import { createHandlers } from './ipc/handlers.ts'
import { createImportDesk } from './ipc/import-desk.ts'
import { createIssuerDesk } from './ipc/issuer-desk.ts'
import { createKeyDesk } from './ipc/key-desk.ts'
import { createLintDesk } from './ipc/lint-desk.ts'
import { createNegativeDesk } from './ipc/negative-desk.ts'
import { createProfileDesk } from './ipc/profile-desk.ts'
import { createKnownProfiles } from './ipc/profile-knowledge.ts'
import type { EventSender } from './ipc/register.ts'
import { createRegistrationDesk } from './ipc/registration-desk.ts'
import { createRunArchive } from './ipc/run-archive.ts'
import { createSignDesk } from './ipc/sign-desk.ts'
import { createVaultDesk } from './ipc/vault-desk.ts'
import { createWhatIfDesk } from './ipc/what-if-desk.ts'
import { discoverSnapshot } from './jose/discover-snapshot.ts'
import type { VaultKey } from './jose/resolve-key-source.ts'
import { createTokenVerifier } from './jose/verify/token-verifier.ts'
import { createWorkerRunner } from './jose/worker-runner.ts'
import { createConnect } from './net/connection.ts'
import { createFlowEngine } from './oauth/flow-engine.ts'
import { createProviderHost } from './provider/provider-host.ts'
import { createSessionDesk } from './sessions/session-desk.ts'
import { watchForLock } from './shell/auto-lock.ts'
import { chooseBackup, chooseBackupTarget } from './shell/backup-dialogs.ts'
import { createBrowserOpener } from './shell/browser-opener.ts'
import type { ArrivedAddress } from './shell/callback-address.ts'
import { claimCallbackSchemes } from './shell/callback-scheme.ts'
import { confirmCommand } from './shell/confirm-command.ts'
import { confirmSending, confirmTrying } from './shell/confirm-sending.ts'
import { openInBrowser } from './shell/external-browser.ts'
import { saveTextFile } from './shell/save-file.ts'
import { saveTextFiles } from './shell/save-files.ts'
import { createSecretClipboard } from './shell/secret-clipboard.ts'
import { systemProxy } from './shell/system-proxy.ts'
import { createSafeStorageSealer } from './vault/cipher.ts'
import type { DeriveKey } from './vault/protection.ts'
import { openVault } from './vault/vault.ts'

/** Beside this file once built. */
const here = import.meta.dirname
/** The built-in provider's usual place; a free port is taken when it is not free. */
const providerPort = 47_811

/** What a timer can wait; a token that lives longer is refreshed early. */
const longestTimerMs = 2 ** 31 - 1

export type Rooms = {
  readonly handlers: Handlers
  /** An address of the app's own scheme, to the run that waits for it; the window is told where none does. */
  readonly deliver: (arrived: ArrivedAddress) => void
  readonly close: () => Promise<void>
}

/** Builds the engines and wires them. Loaded while the window already draws itself. */
export async function buildRooms(options: {
  readonly userData: string
  readonly send: EventSender
  /** The window starts afresh: nothing that it held is left. */
  readonly reload: () => void
}): Promise<Rooms> {
  const { userData, send, reload } = options
  const fetchNow = (url: string, init: RequestInit) => fetch(url, init)
  const connect = createConnect(systemProxy)
  const vault = await openVault({
    directory: join(userData, 'vault'),
    sealer: createSafeStorageSealer(),
    now: Date.now,
    randomId: randomUUID,
    derive: deriveApart,
    wait: (milliseconds) => wait(milliseconds),
    onChange: (status) => {
      send('vault.changed', status)
      if (status.kind === 'locked') return
      profiles.opened()
      keys.opened()
      sessions.load()
    },
  })
  const copied = createSecretClipboard({
    read: async () => await clipboard.readText(),
    write: (text) => clipboard.writeText(text),
    empty: () => clipboard.clear(),
    later: (work, milliseconds) => {
      const timer = setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  const provider = createProviderHost({
    fork: () =>
      utilityProcess.fork(join(here, 'provider-process.js'), [], {
        serviceName: 'Claimscope built-in provider',
        stdio: 'ignore',
      }),
    onChange: (status) => {
      send('provider.changed', status)
      send('profiles.changed', profiles.list())
    },
    preferredPort: providerPort,
  })
  const profiles = createProfileDesk({
    vault,
    provider: () => provider.status(),
    discover: ({ issuer, allowHttp }, settings) =>
      discoverSnapshot(issuer, { fetch: connect(settings).fetch, allowHttp, now: Date.now }),
    onChange: (list) => send('profiles.changed', list),
  })
  const known = createKnownProfiles(() => profiles.list())
  const browsers = createBrowserOpener({
    openSystem: openInBrowser,
    allowedHttpHosts: profiles.allowedHttpHosts,
    confirmCommand,
  })
  const leaveBrowser = (runId: string) => void browsers.leave(runId).catch(() => undefined)
  const certificate = createCertificateDesk({
    shelf: vault.certificate,
    isSealed: () => vault.status().kind === 'sealed',
    now: Date.now,
  })
  const flows = createFlowEngine({
    connect,
    knowledge: known,
    openExternal: browsers.open,
    onBrowserDone: leaveBrowser,
    certificate: certificate.pair,
    now: Date.now,
    onChange: (run) => {
      send('flows.changed', run)
      archive.note(run)
      sessions.onRun(run)
    },
  })
  const archive = createRunArchive({
    shelf: vault.runs,
    keptIn: () => (vault.status().kind === 'sealed' ? 'vault' : 'memory'),
    session: flows,
    later: (work) => {
      const timer = setTimeout(work, 300)
      return () => clearTimeout(timer)
    },
    onChange: (change) => send('runs.changed', change),
  })
  const sessions = createSessionDesk({
    engine: flows,
    shelf: vault.sessions,
    keepProblem: () => (vault.status().kind === 'sealed' ? null : 'Nothing can be kept on disk now.'),
    runConfig: profiles.runConfig,
    now: Date.now,
    randomId: randomUUID,
    schedule(task, ms) {
      const timer = setTimeout(task, Math.min(ms, longestTimerMs))
      return () => clearTimeout(timer)
    },
    onChange: (list) => send('sessions.changed', [...list]),
  })
  if (vault.status().kind !== 'locked') sessions.load()
  const vaultKey: VaultKey = (keyId) => keys.privateKeyText(keyId)
  const verifier = createTokenVerifier({
    fetch: fetchNow,
    now: Date.now,
    vaultKey,
    workerUrl: new URL('./crypto-worker.js', import.meta.url),
  })
  const keys = createKeyDesk({
    vault,
    run: verifier.run,
    fetch: fetchNow,
    now: Date.now,
    randomId: randomUUID,
    onChange: (list) => send('keys.changed', list),
  })
  const imports = createImportDesk({
    vault,
    run: verifier.run,
    discover: (issuer) => discoverSnapshot(issuer, { fetch: fetchNow, allowHttp: false, now: Date.now }),
    randomId: randomUUID,
    onChange: () => send('profiles.changed', profiles.list()),
  })
  const jobs = createCancellableJobs()
  const signing = createSignDesk({ run: verifier.run, vaultKey })
  const vaultDesk = createVaultDesk({
    vault,
    beforeLock: async () => {
      jobs.cancelAll()
      sessions.drop()
      imports.close()
      // What does not end at once is dropped with its tokens all the same.
      await Promise.race([flows.drop(), wait(500)])
      await archive.flush()
    },
    afterLock: () => {
      keys.dropUnkept()
      void copied.clear()
      reload()
    },
    chooseTarget: chooseBackupTarget,
    chooseBackup,
  })
  const stopWatching = watchForLock({
    monitor: powerMonitor,
    idleMinutes: () => vault.lockAfter(),
    lock: () => {
      if (vault.status().kind === 'sealed') void vaultDesk.lock()
    },
    every: (work, milliseconds) => {
      const timer = setInterval(work, milliseconds)
      return () => clearInterval(timer)
    },
  })
  return {
    handlers: createHandlers({
      appInfo: () => ({
        version: app.getVersion(),
        electron: process.versions.electron ?? '',
        chrome: process.versions.chrome ?? '',
        node: process.versions.node,
        platform: process.platform,
        userData,
      }),
      openSpec,
      clipboard: copied,
      vault: vaultDesk,
      saveFile: saveTextFile,
      verifier,
      jobs,
      profiles,
      issuers: createIssuerDesk({ connect, profiles }),
      registration: createRegistrationDesk({ connect, now: Date.now, profiles }),
      imports,
      exports: createExportDesk({
        profiles: () => profiles.list(),
        vault,
        run: verifier.run,
        saveFile: saveTextFile,
        saveFiles: saveTextFiles,
      }),
      negative: createNegativeDesk({
        run: verifier.run,
        vaultKey,
        fetch: fetchNow,
        now: Date.now,
        confirm: confirmSending,
        onAnswer: (event) => send('negative.answered', event),
      }),
      whatIf: createWhatIfDesk({
        connect,
        now: Date.now,
        openExternal: browsers.open,
        onBrowserDone: leaveBrowser,
        certificate: certificate.pair,
        runConfig: profiles.runConfig,
        otherClient: profiles.otherClient,
        confirm: confirmTrying,
        onOutcome: known.learn,
        onProgress: (event) => send('whatIf.progressed', event),
      }),
      lint: createLintDesk({ run: verifier.run, vaultKey }),
      keys,
      signing,
      provider,
      flows,
      archive,
      certificate,
      claimSchemes: claimCallbackSchemes,
      listBrowsers: () => browserNames.filter((name) => findBrowser(name) !== null),
      sessions,
    }),
    deliver(arrived) {
      const taken =
        'refused' in arrived
          ? Promise.reject(new AppError('ERR_INPUT', arrived.refused))
          : flows.deliver(arrived.url)
      taken.catch((error: unknown) => {
        const reason = error instanceof AppError ? error.message : 'it could not be read'
        send('redirects.ignored', { reason })
      })
    },
    async close() {
      stopWatching()
      await copied.clear()
      jobs.cancelAll()
      await Promise.allSettled([flows.close(), browsers.close(), provider.close(), verifier.close()])
      await archive.close()
      imports.close()
      keys.close()
      vault.close()
    },
  }
}

/** On a thread of its own that ends with it: it takes seconds and much memory, and the passphrase is on it. */
const deriveApart: DeriveKey = async (input) => {
  const runner = createWorkerRunner(new URL('./crypto-worker.js', import.meta.url), 120_000)
  try {
    return await runner.run('deriveKey', input)
  } finally {
    await runner.close()
  }
}

async function openSpec(spec: string): Promise<void> {
  const url = specUrl(spec)
  if (!url) throw new AppError('ERR_NOT_FOUND', 'there is no page for this specification')
  await openInBrowser(url)
}
