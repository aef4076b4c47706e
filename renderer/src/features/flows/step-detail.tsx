import { GraduationCap } from 'lucide-react'
import { useState } from 'react'
import { explainStep } from '../../../../shared/oauth/explain-step.ts'
import { splitHidden } from '../../../../shared/oauth/hidden-text.ts'
import type { Exchange, Run, Step } from '../../../../shared/oauth/run.ts'
import { createCurl } from '../../../../shared/run-export/curl.ts'
import { requestText, responseText } from '../../../../shared/run-export/exchange-text.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { exchangeName } from '../../ui/exchange-tabs.tsx'
import { ExchangeView } from '../../ui/exchange-view.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'
import { Select } from '../../ui/select.tsx'
import { SpecLink } from '../../ui/spec-link.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { DecodedTokens } from './decoded-tokens.tsx'
import type { DetailForm } from './flows-store.ts'
import { stepOutcome } from './run-progress.ts'
import styles from './step-detail.module.css'
import { partyNames, stepNote, stepText } from './step-text.ts'
import { type Unhiding, useOriginal } from './use-unhidden.ts'

/** Everything about one step: what it means, its requests and answers, the computation behind it. */
export function StepDetail({
  run,
  step,
  form,
  onForm,
  explaining,
  onExplain,
  unhiding,
  original,
  onInspect,
}: {
  readonly run: Run
  readonly step: Step
  readonly form: DetailForm
  readonly onForm: (form: DetailForm) => void
  readonly explaining: boolean
  readonly onExplain: (explaining: boolean) => void
  /** Null where what travelled is gone. */
  readonly unhiding: Unhiding | null
  readonly original: (stepKey: string, place: number) => Promise<Exchange | null>
  readonly onInspect: (token: string, name: string) => void
}) {
  const [chosen, setChosen] = useState<{ readonly step: string; readonly place: number } | null>(null)
  const { title, what, why, spec } = explainStep(step.id)
  // The last exchange is the one that counted; the ones before it are attempts.
  const place = chosen?.step === step.key ? chosen.place : step.exchanges.length - 1
  const exchange = step.exchanges[place]
  const frontChannel = (step.from === 'browser' || step.to === 'browser') && exchange?.response === null
  const tokens = exchange && unhiding ? countTokens(exchange) : 0
  const isThere = { parsed: true, raw: true, tokens: tokens > 0, facts: step.facts.length > 0 }
  const shown = isThere[form] ? form : 'parsed'
  const isUnhidden = unhiding !== null && unhiding.until !== null
  const travelled = useOriginal(
    unhiding !== null && exchange !== undefined && (isUnhidden || shown === 'tokens'),
    `${step.key} ${place}`,
    () => original(step.key, place),
  )
  const outcome = stepOutcome(run, step)
  const words = outcome === 'failed' ? `failed · ${stepNote(step)}` : stepNote(step)
  return (
    <section className={styles.detail} aria-label="Details of the step">
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.who}>
          {step.from === step.to
            ? partyNames[step.from]
            : `${partyNames[step.from]} → ${partyNames[step.to]}`}
        </span>
        <span className={classNames(styles.note, outcome === 'failed' && styles.failed)} title={words}>
          <VisibleText text={words} />
        </span>
        <Button
          variant="ghost"
          className={styles.explain}
          aria-pressed={explaining}
          icon={<GraduationCap size={13} aria-hidden />}
          onClick={() => onExplain(!explaining)}
        >
          Explain
        </Button>
        {explaining ? (
          <p className={styles.explained}>
            {what} {why} <SpecLink spec={spec} inline />
          </p>
        ) : (
          <p className={styles.meaning}>{stepText(step.id).meaning}</p>
        )}
      </div>
      {exchange ? (
        <Tabs
          label="Form of the details"
          tabs={[
            { id: 'parsed', label: 'Parsed' },
            { id: 'raw', label: 'Raw' },
            ...(tokens > 0 ? [{ id: 'tokens' as const, label: 'Tokens', count: tokens }] : []),
            ...(step.facts.length > 0
              ? [{ id: 'facts' as const, label: 'Facts', count: step.facts.length }]
              : []),
          ]}
          value={shown}
          onValueChange={onForm}
          end={
            <>
              {unhiding === null ? (
                <span className={styles.hint}>Secrets were hidden when recorded</span>
              ) : (
                <label className={styles.hide} htmlFor="hide-secrets">
                  <Switch
                    id="hide-secrets"
                    checked={!isUnhidden}
                    onChange={(event) => unhiding.show(!event.target.checked)}
                  />
                  Hide secrets
                </label>
              )}
              <CopyButton label="Copy this request as curl" text={createCurl(exchange.request, run.clientId)}>
                Copy as curl
              </CopyButton>
              {step.exchanges.length > 1 && (
                <Select
                  className={classNames(styles.choice)}
                  aria-label="Request of this step"
                  options={step.exchanges.map((each, index) => ({
                    value: String(index),
                    label: exchangeName(each, index),
                  }))}
                  value={String(place)}
                  onValueChange={(value) => setChosen({ step: step.key, place: Number(value) })}
                />
              )}
            </>
          }
        >
          <TabPanel id={shown}>
            {shown === 'facts' ? (
              <Facts step={step} />
            ) : shown === 'tokens' ? (
              <DecodedTokens original={travelled} onInspect={onInspect} />
            ) : (
              <ExchangeView
                exchange={(isUnhidden ? travelled : null) ?? exchange}
                form={shown}
                frontChannel={frontChannel}
              />
            )}
          </TabPanel>
        </Tabs>
      ) : (
        <div className={styles.panel}>
          <Facts step={step} />
        </div>
      )}
    </section>
  )
}

function Facts({ step }: { readonly step: Step }) {
  if (step.facts.length === 0) {
    return (
      <p className={styles.nothing}>
        {step.status === 'active'
          ? 'This step is under way; what is sent and received is shown when the answer is there.'
          : step.exchanges.length === 0
            ? 'Claimscope sent and received nothing in this step.'
            : 'There is nothing more to say about this step.'}
      </p>
    )
  }
  return (
    <dl className={styles.facts}>
      {step.facts.map(([label, value], place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of one step never move
        <FactLine key={`${place} ${label}`} label={label} value={value} />
      ))}
    </dl>
  )
}

function FactLine({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>
        <VisibleText text={label} />
      </dt>
      <dd>
        <MarkedText text={value} />
      </dd>
    </>
  )
}

/** JWTs of an exchange, by the marks in their place. */
function countTokens(exchange: Exchange): number {
  const { request, response } = exchange
  const all = `${requestText(request)}\n${response === null ? '' : responseText(response)}`
  return splitHidden(all).filter(({ hidden, text }) => hidden && text.startsWith('JWT')).length
}
