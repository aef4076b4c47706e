import { createCredentialRedactor, createRedactor, type Redactor } from '../../shared/oauth/redact.ts'
import type { Exchange, Party, RecordedRequest, Run, Step, StepId } from '../../shared/oauth/run.ts'
import { redactRequest } from './redact-exchange.ts'

export type StepEnd = { readonly status?: 'done' | 'failed'; readonly note?: string }

/** The one place where a run changes. Every text that enters is redacted; every change is a fresh object. */
export type RunRecorder = {
  readonly redactor: Redactor
  /** Hides credentials alone: what travelled once can still be asked for while this process lives. */
  readonly credentials: Redactor
  readonly run: () => Run
  readonly update: (change: Partial<Run>) => void
  /** Returns the step's key. */
  readonly begin: (id: StepId, from: Party, to: Party, note?: string) => string
  readonly end: (key: string, end?: StepEnd) => void
  /** `original`: the same with credentials alone hidden, made when it is asked for; it never becomes part of the run. */
  readonly addExchange: (key: string, exchange: Exchange, original: () => Exchange) => void
  /** A request that the browser carries or that somebody else made, as it is: both records of it are made here. */
  readonly addRequest: (key: string, request: RecordedRequest) => void
  /** Null where there is none at this place of the step. */
  readonly original: (key: string, place: number) => Exchange | null
  readonly addFact: (key: string, label: string, value: string) => void
  /** Ends every step still active, as failed. */
  readonly failActive: (note: string) => void
}

export type RecorderDeps = {
  /** Unix milliseconds. */
  readonly now: () => number
  readonly onChange: (run: Run) => void
}

export function createRunRecorder(first: Run, { now, onChange }: RecorderDeps): RunRecorder {
  const inner = createRedactor()
  const credentials = createCredentialRedactor()
  const originals = new Map<string, readonly (() => Exchange)[]>()
  let run = redactDeep(first, inner.text)

  const publish = (next: Run): void => {
    run = Object.freeze(next)
    onChange(run)
  }
  const changeStep = (key: string, change: (step: Step) => Step): void => {
    publish({ ...run, steps: run.steps.map((step) => (step.key === key ? change(step) : step)) })
  }
  const redactor: Redactor = {
    ...inner,
    add(secret) {
      // What is known to be secret only now may have been said before.
      const isNew = inner.add(secret)
      // All else is hidden already.
      if (isNew) run = Object.freeze(redactDeep(run, inner.hide(secret)))
      return isNew
    },
  }
  const end = (key: string, { status = 'done', note }: StepEnd = {}): void =>
    changeStep(key, (step) =>
      step.status === 'active'
        ? {
            ...step,
            status,
            durationMs: Math.max(0, now() - step.startedAt),
            note: note === undefined ? step.note : inner.text(note),
          }
        : step,
    )

  const addExchange = (key: string, exchange: Exchange, original: () => Exchange): void => {
    originals.set(key, [...(originals.get(key) ?? []), original])
    changeStep(key, (step) => ({ ...step, exchanges: [...step.exchanges, exchange] }))
  }

  return {
    redactor,
    credentials,
    run: () => run,
    update: (change) => publish({ ...run, ...redactDeep(change, inner.text) }),
    begin(id, from, to, note = '') {
      const key = `${run.steps.length + 1}-${id}`
      const step: Step = {
        key,
        id,
        from,
        to,
        status: 'active',
        startedAt: now(),
        durationMs: null,
        note: inner.text(note),
        exchanges: [],
        facts: [],
      }
      publish({ ...run, steps: [...run.steps, step] })
      return key
    },
    end,
    addExchange,
    addRequest(key, request) {
      const carried = (by: Redactor): Exchange => ({
        request: redactRequest(request, by),
        response: null,
        durationMs: 0,
      })
      addExchange(key, carried(redactor), () => carried(credentials))
    },
    original: (key, place) => originals.get(key)?.[place]?.() ?? null,
    addFact: (key, label, value) =>
      changeStep(key, (step) => ({ ...step, facts: [...step.facts, [label, inner.text(value)]] })),
    failActive(note) {
      for (const step of run.steps) if (step.status === 'active') end(step.key, { status: 'failed', note })
    },
  }
}

/** Words of our own, never text from elsewhere: a client secret such as `token` must not rename a step. */
const ours = new Set(['id', 'profileId', 'key', 'kind', 'status', 'from', 'to', 'busy', 'format', 'code'])

/** Every string of a plain value, however deep. */
function redactDeep<T>(value: T, redact: (text: string) => string): T {
  return mapStrings(value, redact) as T
}

/** What holds nothing to change stays the same object. */
function mapStrings(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) {
    const items = value.map((item) => mapStrings(item, redact))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (typeof value === 'object' && value !== null) {
    let changed: Record<string, unknown> | null = null
    for (const [name, item] of Object.entries(value)) {
      const next = ours.has(name) ? item : mapStrings(item, redact)
      if (next === item) continue
      changed ??= { ...value }
      changed[name] = next
    }
    return changed ?? value
  }
  return value
}
