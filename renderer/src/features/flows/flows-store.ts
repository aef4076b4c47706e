import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorData } from '../../../../shared/error.ts'
import type { Answer, Bridge } from '../../../../shared/ipc/bridge.ts'
import type { RunChange } from '../../../../shared/oauth/find-remedies.ts'
import type { Exchange, Run, TokenKind } from '../../../../shared/oauth/run.ts'
import type { Profile } from '../../../../shared/profile/profile.ts'
import { resolveProfile } from '../../../../shared/profile/resolve-profile.ts'
import { isKnownChoice, noVariant, type VariantChoice } from '../../../../shared/profile/variant.ts'
import type { ProviderStatus } from '../../../../shared/provider-status.ts'
import type { ValidationContext, ValidationProfile } from '../../../../shared/verdict/verification.ts'
import { settle } from '../../bridge.ts'
import { type AfterTokens, createAfterTokens } from './after-tokens.ts'
import { checkPrecondition } from './precondition.ts'

/** What the person asked for last that takes the main process a moment; one thing at a time. */
export type Attempt =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly what: 'run' | 'provider' | 'action' }
  | { readonly kind: 'failed'; readonly what: 'run' | 'provider' | 'action'; readonly error: ErrorData }

/** A received token on its way to Inspect, with what the run knows to expect of it. */
export type TokenHandover = {
  readonly token: string
  readonly iss?: string | undefined
  readonly aud?: string | undefined
  readonly nonce?: string | undefined
  readonly as?: ValidationProfile | undefined
  readonly context?: ValidationContext | undefined
}

/** What the right side shows: a run, two beside each other, or what should not work at the profile's provider. */
export type FlowsSide = 'run' | 'what_if' | 'compare'

export type RunTab = 'timeline' | 'checks'
/** How a step's details are shown. */
export type DetailForm = 'parsed' | 'raw' | 'tokens' | 'facts'

export type FlowsState = AfterTokens & {
  /** Null until the first list came. */
  readonly profiles: readonly Profile[] | null
  readonly provider: ProviderStatus
  readonly profileId: string | null
  /** What was chosen of each profile, by its id. */
  readonly variants: Readonly<Record<string, VariantChoice>>
  /** Runs of this session, the newest first. */
  readonly runs: readonly Run[]
  readonly runId: string | null
  /** One of an earlier session that was opened: nothing can be asked with it any more. */
  readonly keptRun: Run | null
  /** The step that the person chose by hand; null: the view follows the run. */
  readonly stepKey: string | null
  /** Kept here, so that both survive another layout and another view. */
  readonly tab: RunTab
  readonly side: FlowsSide
  readonly form: DetailForm
  /** Steps say at length what happens and why. */
  readonly explaining: boolean
  readonly attempt: Attempt
  readonly loadProblem: ErrorData | null
  /** Milliseconds, for countdowns. */
  readonly now: () => number

  load(): Promise<void>
  /** Shows that profile's own latest run, or none. */
  selectProfile(profileId: string): void
  /** Of the chosen profile. */
  selectVariant(change: Partial<VariantChoice>): void
  /** Shows the run, and its profile beside it where there still is one. */
  selectRun(runId: string): void
  /** Shows a run that was kept. */
  showKept(run: Run): void
  selectStep(stepKey: string | null): void
  showTab(tab: RunTab): void
  showSide(side: FlowsSide): void
  showForm(form: DetailForm): void
  explain(explaining: boolean): void
  /** Chooses the profile and starts a run of it, or leaves what stands in the way to be seen. */
  run(profileId: string, variant?: VariantChoice): Promise<void>
  /** Starts a run of the chosen profile, changed for this once; does nothing where something stands in the way. */
  start(change?: RunChange): Promise<void>
  startProvider(): Promise<void>
  cancel(runId: string): Promise<void>
  openAgain(runId: string): Promise<void>
  copyLink(runId: string): Promise<boolean>
  /** Null where it was this run's answer, otherwise why it was not. */
  paste(runId: string, url: string): Promise<string | null>
  refresh(runId: string): Promise<void>
  userinfo(runId: string): Promise<void>
  logout(runId: string): Promise<void>
  revoke(runId: string, kind: 'access_token' | 'refresh_token'): Promise<void>
  introspect(runId: string, kind: 'access_token' | 'refresh_token'): Promise<void>
  /** The token's text passes through; it is not kept here. Null when it cannot be had. */
  token(runId: string, kind: TokenKind, untrusted?: true): Promise<TokenHandover | null>
  copyToken(runId: string, kind: TokenKind, untrusted?: true): Promise<boolean>
  /** An exchange as it travelled; it is not kept here. Null when it cannot be had. */
  original(runId: string, step: string, place: number): Promise<Exchange | null>
  /** Empty where it cannot be had. */
  appVersion(): Promise<string>
  dismissProblem(): void
  /** Ends the subscriptions. */
  close(): void
}

export type FlowsStore = StoreApi<FlowsState>

/** The profile that a run would use, as the chosen variant has it; null while none is chosen or known. */
export function chosenProfile(
  state: Pick<FlowsState, 'profiles' | 'profileId' | 'variants'>,
): Profile | null {
  const kept = keptProfile(state)
  return kept === null ? null : resolveProfile(kept, chosenVariant(state))
}

/** The profile as it is kept, with its variants and their placeholders. */
export function keptProfile(state: Pick<FlowsState, 'profiles' | 'profileId'>): Profile | null {
  return state.profiles?.find(({ id }) => id === state.profileId) ?? null
}

/** Which of its environments, clients and users is chosen, as far as they are there. */
export function chosenVariant(state: Pick<FlowsState, 'profiles' | 'profileId' | 'variants'>): VariantChoice {
  const kept = keptProfile(state)
  const chosen = (kept && state.variants[kept.id]) ?? noVariant
  return kept !== null && isKnownChoice(chosen, kept) ? chosen : noVariant
}

/** The flows screen: which profile, which run, which step. The runs themselves happen in the main process. */
export function createFlowsStore(deps: { readonly bridge: Bridge; readonly now: () => number }): FlowsStore {
  const { bridge } = deps
  const subscriptions: (() => void)[] = []

  const store = createStore<FlowsState>()((set, get) => {
    async function attempt<T>(
      what: 'run' | 'provider' | 'action',
      call: Promise<Answer<T>>,
    ): Promise<{ readonly value: T } | null> {
      const busy: Attempt = { kind: 'busy', what }
      set({ attempt: busy })
      const answer = await settle(call)
      if (!answer.ok) {
        set({ attempt: { kind: 'failed', what, error: answer.error } })
        return null
      }
      // Something asked for later has the word by now.
      if (get().attempt === busy) set({ attempt: { kind: 'idle' } })
      return { value: answer.value }
    }
    const act = async (call: Promise<Answer<unknown>>) => (await attempt('action', call)) !== null
    /** What the person asks for now is what they want to see next. */
    const followUp = async (call: Promise<Answer<unknown>>) => {
      set({ stepKey: null, tab: 'timeline' })
      await act(call)
    }

    return {
      ...createAfterTokens(bridge, set, get),
      profiles: null,
      provider: { kind: 'stopped' },
      profileId: null,
      variants: {},
      runs: [],
      runId: null,
      keptRun: null,
      stepKey: null,
      tab: 'timeline',
      side: 'run',
      form: 'parsed',
      explaining: false,
      attempt: { kind: 'idle' },
      loadProblem: null,
      now: deps.now,

      async load() {
        const [profiles, provider, runs] = await Promise.all([
          settle(bridge['profiles.list']()),
          settle(bridge['provider.status']()),
          settle(bridge['flows.list']()),
        ])
        const failed = [profiles, provider, runs].find((answer) => !answer.ok)
        set({ loadProblem: failed && !failed.ok ? failed.error : null })
        if (provider.ok) set({ provider: provider.value })
        if (profiles.ok) set((state) => withProfiles(state, profiles.value))
        if (runs.ok) set((state) => withKnownRuns(state, runs.value))
      },
      selectProfile: (profileId) =>
        set((state) => ({ ...withProfile(state, profileId), attempt: { kind: 'idle' } })),
      selectVariant: (change) =>
        set((state) => {
          if (state.profileId === null) return {}
          const variants = { ...state.variants, [state.profileId]: { ...chosenVariant(state), ...change } }
          return { variants, ...withLatestOf({ ...state, variants }), attempt: { kind: 'idle' } }
        }),
      selectRun: (runId) => set((state) => ({ ...withSelectedRun(state, runId), side: 'run' })),
      showKept: (run) =>
        set((state) => ({
          ...withSelectedRun({ ...state, runs: [run, ...state.runs] }, run.id),
          keptRun: run,
          side: 'run',
        })),
      selectStep: (stepKey) => set({ stepKey }),
      showTab: (tab) => set({ tab }),
      showSide: (side) => set({ side }),
      showForm: (form) => set({ form }),
      explain: (explaining) => set({ explaining }),
      async run(profileId, variant) {
        if (variant !== undefined) set({ variants: { ...get().variants, [profileId]: variant } })
        get().selectProfile(profileId)
        // Nothing may be known yet: the view, and with it this store, can be opened by this very call.
        if (!get().profiles?.some(({ id }) => id === profileId)) await get().load()
        if (get().profileId === profileId) await get().start()
      },
      async start(change) {
        const { profileId, attempt: current } = get()
        if (current.kind === 'busy' && current.what === 'run') return
        if (profileId === null || checkPrecondition(chosenProfile(get()), get().provider).kind !== 'ready')
          return
        const started = await attempt(
          'run',
          bridge['flows.start']({
            profileId,
            variant: chosenVariant(get()),
            ...(change === undefined ? {} : { change }),
          }),
        )
        if (!started) return
        // Events may have told more about this run than the answer that started it.
        set((state) => withKnownRuns(state, [started.value]))
        if (get().profileId === profileId) set({ runId: started.value.id, stepKey: null, side: 'run' })
      },
      async startProvider() {
        const started = await attempt('provider', bridge['provider.start']())
        if (started) set({ provider: started.value })
      },
      async cancel(runId) {
        await act(bridge['flows.cancel']({ runId }))
      },
      async openAgain(runId) {
        await act(bridge['flows.openAgain']({ runId }))
      },
      async paste(runId, url) {
        const answer = await settle(bridge['flows.paste']({ runId, url }))
        return answer.ok ? null : answer.error.message
      },
      copyLink: (runId) => act(bridge['flows.copyLink']({ runId })),
      async refresh(runId) {
        await followUp(bridge['flows.refresh']({ runId }))
      },
      async userinfo(runId) {
        await followUp(bridge['flows.userinfo']({ runId }))
      },
      async logout(runId) {
        await followUp(bridge['flows.logout']({ runId }))
      },
      async revoke(runId, kind) {
        await followUp(bridge['flows.revoke']({ runId, kind }))
      },
      async introspect(runId, kind) {
        await followUp(bridge['flows.introspect']({ runId, kind }))
      },
      async token(runId, kind, untrusted) {
        const asked = bridge['flows.token']({ runId, kind, ...(untrusted ? { untrusted } : {}) })
        return (await attempt('action', asked))?.value ?? null
      },
      copyToken: (runId, kind, untrusted) =>
        act(bridge['flows.copyToken']({ runId, kind, ...(untrusted ? { untrusted } : {}) })),
      async original(runId, step, place) {
        return (await attempt('action', bridge['flows.original']({ runId, step, place })))?.value ?? null
      },
      async appVersion() {
        const answer = await settle(bridge['app.info']())
        return answer.ok ? answer.value.version : ''
      },
      dismissProblem: () => set({ attempt: { kind: 'idle' } }),
      close() {
        for (const unsubscribe of subscriptions.splice(0)) unsubscribe()
      },
    }
  })

  subscriptions.push(
    bridge.on('flows.changed', (run) => store.setState((state) => withRun(state, run))),
    bridge.on('runs.changed', ({ forgotten }) => store.setState((state) => withoutRuns(state, forgotten))),
    bridge.on('provider.changed', (provider) => store.setState({ provider })),
    bridge.on('profiles.changed', (profiles) => store.setState((state) => withProfiles(state, profiles))),
  )
  return store
}

/** An event is always newer than what is known; a run of the chosen profile not seen before is shown. */
function withRun(state: FlowsState, run: Run): Partial<FlowsState> {
  if (state.runs.some((known) => known.id === run.id)) {
    return { runs: state.runs.map((known) => (known.id === run.id ? run : known)) }
  }
  const runs = newestFirst([run, ...state.runs])
  const wanted = state.profileId === null || isOf(run, state.profileId, chosenVariant(state))
  return wanted ? { runs, runId: run.id, stepKey: null } : { runs }
}

/** Deleted by the person. The one that is shown is followed by the latest of its profile. */
function withoutRuns(state: FlowsState, ids: readonly string[]): Partial<FlowsState> {
  if (ids.length === 0) return {}
  const gone = new Set(ids)
  const left = { ...state, runs: state.runs.filter(({ id }) => !gone.has(id)) }
  if (state.runId === null || !gone.has(state.runId)) return { runs: left.runs }
  return { runs: left.runs, keptRun: null, ...withProfile({ ...left, runId: null }, state.profileId) }
}

/** The run that is looked at: of this session, or one that was kept. */
export function shownRun({
  runs,
  runId,
  keptRun,
}: Pick<FlowsState, 'runs' | 'runId' | 'keptRun'>): Run | null {
  return runs.find(({ id }) => id === runId) ?? (keptRun?.id === runId ? keptRun : null)
}

/** Answers to calls may be older than the events: they only add what is missing. */
function withKnownRuns(state: FlowsState, runs: readonly Run[]): Partial<FlowsState> {
  const missing = runs.filter((run) => !state.runs.some((known) => known.id === run.id))
  const all = newestFirst([...missing, ...state.runs])
  return { runs: all, runId: state.runId ?? latestRunOf(all, state.profileId, chosenVariant(state)) }
}

function newestFirst(runs: readonly Run[]): readonly Run[] {
  return runs.toSorted((a, b) => b.startedAt - a.startedAt)
}

/** Never another profile's run: what is green beside a profile must be its own. */
function latestRunOf(runs: readonly Run[], profileId: string | null, variant: VariantChoice): string | null {
  return runs.find((run) => profileId === null || isOf(run, profileId, variant))?.id ?? null
}

/** And never another environment's. */
function isOf(run: Run, profileId: string, variant: VariantChoice): boolean {
  const { environment, client, user } = run.variant ?? noVariant
  const same = environment === variant.environment && client === variant.client && user === variant.user
  return run.profileId === profileId && same
}

function withLatestOf(state: FlowsState): Partial<FlowsState> {
  return { runId: latestRunOf(state.runs, state.profileId, chosenVariant(state)), stepKey: null }
}

function withProfile(state: FlowsState, profileId: string | null): Partial<FlowsState> {
  if (profileId === state.profileId && profileId !== null) {
    const shown = state.runs.find(({ id }) => id === state.runId)
    if (shown && isOf(shown, profileId, chosenVariant(state))) return { profileId }
  }
  return { profileId, ...withLatestOf({ ...state, profileId }) }
}

function withSelectedRun(state: FlowsState, runId: string): Partial<FlowsState> {
  const run = state.runs.find(({ id }) => id === runId)
  const owner = run?.profileId ?? null
  const isThere = state.profiles?.some(({ id }) => id === owner) ?? false
  return {
    runId,
    stepKey: null,
    attempt: { kind: 'idle' },
    ...(isThere && owner !== null
      ? { profileId: owner, variants: { ...state.variants, [owner]: run?.variant ?? noVariant } }
      : {}),
  }
}

function withProfiles(state: FlowsState, profiles: readonly Profile[]): Partial<FlowsState> {
  if (profiles.some((profile) => profile.id === state.profileId)) return { profiles }
  const first = profiles.find((profile) => profile.builtIn) ?? profiles[0]
  return { profiles, ...withProfile({ ...state, profiles }, first?.id ?? null) }
}
