import { ShieldCheck } from 'lucide-react'
import type { KeyFindingSeverity, KeySetReport } from '../../../../shared/key/key-description.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SpecLink } from '../../ui/spec-link.tsx'
import { type IconStatus, StatusIcon } from '../../ui/status-icon.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './check-view.module.css'
import { FactText } from './fact-text.tsx'
import { KeyTextField } from './key-text-field.tsx'
import type { KeysState } from './keys-state.ts'
import type { KeysActions } from './keys-store.ts'
import page from './keys-view.module.css'

/** A key set held against what readers expect of one. */
export function CheckView({ state }: { readonly state: KeysState & KeysActions }) {
  const { checking, report } = state
  const given = (checking.from === 'text' ? checking.text : checking.url).trim()
  return (
    <Pane label="Check a key set">
      <PaneBar title="Check a key set" />
      <PaneScroll>
        <div className={page.page}>
          <p className={page.intro}>
            Duplicate names, private members, weak keys, certificates that have expired or belong to another
            key: what makes readers of a published set stumble.
          </p>
          <Segmented
            label="Where the set is"
            options={[
              { value: 'text', label: 'Text or file' },
              { value: 'url', label: 'Address' },
            ]}
            value={checking.from}
            onValueChange={(from) => state.changeCheck({ from })}
          />
          {checking.from === 'text' ? (
            <KeyTextField
              label="Key set"
              placeholder='{ "keys": [ … ] }; one JWK, PEM or a certificate chain is checked as a set too'
              text={checking.text}
              onChange={(text) => state.changeCheck({ text })}
            />
          ) : (
            <Field label="Address" wire="jwks_uri" hint="It is asked once, when you click.">
              {(control) => (
                <TextInput
                  {...control}
                  mono
                  type="url"
                  maxLength={2048}
                  placeholder="https://login.example/.well-known/jwks.json"
                  value={checking.url}
                  onChange={(event) => state.changeCheck({ url: event.target.value })}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter') void state.check()
                  }}
                />
              )}
            </Field>
          )}
          <div className={page.row}>
            <Button
              variant="primary"
              icon={<ShieldCheck size={14} aria-hidden />}
              disabled={given === '' || report.kind === 'busy'}
              onClick={() => void state.check()}
            >
              {checking.from === 'text' ? 'Check' : 'Fetch and check'}
            </Button>
            <span className={page.state} role="status">
              {report.kind === 'busy' && (checking.from === 'url' ? 'Fetching the key set' : 'Checking')}
            </span>
          </div>
          {report.kind === 'failed' && (
            <InlineProblem title="The key set could not be read">
              <FactText fact={report.error.message} />
            </InlineProblem>
          )}
          {report.kind === 'done' && <Report report={report.value} />}
        </div>
      </PaneScroll>
    </Pane>
  )
}

const icons: Readonly<Record<KeyFindingSeverity, IconStatus>> = {
  error: 'fail',
  warning: 'warning',
  info: 'info',
}

function Report({ report: { members, findings, request } }: { readonly report: KeySetReport }) {
  return (
    <>
      <section className={page.block} aria-label="Findings">
        <p className={styles.verdict} role="status">
          <StatusIcon status={icons[findings[0]?.severity ?? 'info']} label={null} />
          {summary(findings.map(({ severity }) => severity))}
        </p>
        {request && (
          <p className={page.hint}>
            {request.method} <VisibleText text={request.url} />: HTTP {request.status}, {request.durationMs}{' '}
            ms
          </p>
        )}
        <ul className={styles.findings}>
          {findings.map((finding) => (
            <li key={`${finding.id} ${finding.keys.join()}`} className={styles.finding}>
              <StatusIcon status={icons[finding.severity]} />
              <p className={styles.sentence}>
                <VisibleText text={finding.sentence} />
              </p>
              <span className={styles.spec}>
                <SpecLink spec={finding.spec} />
              </span>
              <p className={styles.advice}>{finding.advice}</p>
            </li>
          ))}
        </ul>
      </section>
      {members.length > 0 && (
        <section className={page.block} aria-label="Keys of the set">
          <h3 className={page.heading}>
            {members.length} {members.length === 1 ? 'key' : 'keys'}
          </h3>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">No.</th>
                <th scope="col">Kind</th>
                <th scope="col">alg, use</th>
                <th scope="col">kid</th>
              </tr>
            </thead>
            <tbody>
              {members.slice(0, 100).map((member) => (
                <tr key={member.index}>
                  <td className={styles.number}>{member.index + 1}</td>
                  <td>
                    <VisibleText text={member.description} />
                  </td>
                  <td>
                    <VisibleText
                      text={
                        [member.alg, member.use].filter((word) => word !== null).join(', ') || 'not stated'
                      }
                    />
                  </td>
                  <td>
                    <code>
                      <VisibleText text={member.kid ?? 'none'} />
                    </code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

/** Never more than was looked at: no finding is no praise. */
function summary(severities: readonly KeyFindingSeverity[]): string {
  const count = (wanted: KeyFindingSeverity) => severities.filter((each) => each === wanted).length
  const parts = [
    [count('error'), 'error'],
    [count('warning'), 'warning'],
    [count('info'), 'note'],
  ] as const
  const said = parts
    .filter(([number]) => number > 0)
    .map(([number, noun]) => `${number} ${noun}${number > 1 ? 's' : ''}`)
  return said.length === 0 ? 'None of the faults that were looked for was found' : said.join(', ')
}
