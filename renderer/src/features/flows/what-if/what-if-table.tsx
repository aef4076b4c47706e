import { ChevronDown, ChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import type { Exchange } from '../../../../../shared/oauth/run.ts'
import type { WhatIfCase } from '../../../../../shared/what-if/what-if-case.ts'
import type { WhatIfResult, WhatIfVerdict } from '../../../../../shared/what-if/what-if-result.ts'
import { Button } from '../../../ui/button.tsx'
import { ExchangeView } from '../../../ui/exchange-view.tsx'
import { SpecLink } from '../../../ui/spec-link.tsx'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './what-if.module.css'
import type { WhatIfState } from './what-if-store.ts'

const verdictWords: Readonly<Record<WhatIfVerdict, string>> = {
  pass: 'As expected',
  fail: 'Failed',
  warning: 'Weak',
  not_checked: 'Not checked',
}

/** One line a case: what is done, what a correct server does, and what this one did; below it what went over the wire. */
export function WhatIfTable({
  state,
  cases,
  results,
}: {
  readonly state: WhatIfState
  readonly cases: readonly WhatIfCase[]
  readonly results: readonly WhatIfResult[]
}) {
  const { chosen, choose, chooseAll, open, show, trying } = state
  const running = trying.kind === 'running'
  const all = chosen.size === cases.length
  return (
    <table className={styles.table} aria-label="What if">
      <thead>
        <tr>
          <th scope="col">
            <label className={styles.choice}>
              <input
                type="checkbox"
                aria-label="All cases"
                checked={all}
                disabled={running}
                onChange={() => chooseAll(!all)}
              />
              Case
            </label>
          </th>
          <th scope="col">A correct server</th>
          <th scope="col">This server</th>
        </tr>
      </thead>
      <tbody>
        {cases.map(({ id, label, does, expected, spec }) => {
          const result = results.find((each) => each.id === id)
          const isOpen = open === id && result !== undefined
          return (
            <Fragment key={id}>
              <tr>
                <th scope="row">
                  <label className={styles.choice}>
                    <input
                      type="checkbox"
                      checked={chosen.has(id)}
                      disabled={running}
                      onChange={(event) => choose(id, event.target.checked)}
                    />
                    <span>
                      <span className={styles.label}>{label}</span>
                      <span className={styles.does}>{does}</span>
                    </span>
                  </label>
                </th>
                <td>
                  <span className={styles.expected}>{expected}</span>
                  <SpecLink spec={spec} inline />
                </td>
                <td>
                  {result ? (
                    <Actual result={result} isOpen={isOpen} onShow={() => show(isOpen ? null : id)} />
                  ) : (
                    <span className={styles.untried}>
                      {running && trying.current === id ? 'under way' : 'not tried'}
                    </span>
                  )}
                </td>
              </tr>
              {isOpen && (
                <tr>
                  <td colSpan={3} className={styles.wire}>
                    <Wire exchanges={result.exchanges} />
                  </td>
                </tr>
              )}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function Actual({
  result,
  isOpen,
  onShow,
}: {
  readonly result: WhatIfResult
  readonly isOpen: boolean
  readonly onShow: () => void
}) {
  const { verdict, actual, exchanges } = result
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <div className={styles.actual}>
      <StatusIcon status={verdict} label={null} size={14} />
      <div>
        <strong>{verdictWords[verdict]}</strong> · <VisibleText text={actual} />
        {exchanges.length > 0 && (
          <Button
            variant="ghost"
            className={styles.more}
            aria-expanded={isOpen}
            icon={<Chevron size={13} aria-hidden />}
            onClick={onShow}
          >
            {exchanges.length === 1 ? 'One request' : `${exchanges.length} requests`}
          </Button>
        )}
      </div>
    </div>
  )
}

function Wire({ exchanges }: { readonly exchanges: readonly Exchange[] }) {
  return exchanges.map((exchange, place) => {
    const key = `${place} ${exchange.request.method}`
    return (
      <ExchangeView
        key={key}
        exchange={exchange}
        form="parsed"
        // What the browser carries is recorded without an answer; what got none from the server says so.
        frontChannel={exchange.response === null}
      />
    )
  })
}
