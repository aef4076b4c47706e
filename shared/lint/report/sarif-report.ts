import { specUrl } from '../../verdict/spec-url.ts'
import { lintRules } from '../catalogue.ts'
import { placePath } from '../find-span.ts'
import type { Finding, LintReport } from '../lint-token.ts'
import type { Severity } from '../rule.ts'
import type { JudgedToken } from './judged-token.ts'

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
}

/**
 * The report as SARIF 2.1.0 (OASIS), for code scanning tools. The artifact is called `token`; places are logical
 * locations such as `payload.aud`. The token's text, and so its signature, is not in it.
 */
export function toSarifReport(report: LintReport, version: string): string {
  return toLog([{ uri: 'token', description: 'The token that was judged', report }], version)
}

/** The same of several tokens of one text, each an artifact of its own; `uri` is the text's, a path or `stdin`. */
export function toSarifReports(judged: readonly JudgedToken[], uri: string, version: string): string {
  const artifacts = judged.map((token) => ({ ...token, uri, description: `${token.name}: ${token.title}` }))
  return toLog(artifacts, version)
}

type Artifact = {
  readonly uri: string
  readonly description: string
  readonly report: LintReport
} & Partial<JudgedToken>

function toLog(artifacts: readonly Artifact[], version: string): string {
  const results = artifacts.flatMap((artifact, index) => [
    ...artifact.report.findings.map((finding) => toResult(finding, artifact, index)),
    ...artifact.report.suppressed.map(({ finding, reason }) => ({
      ...toResult(finding, artifact, index),
      suppressions: [{ kind: 'external', status: 'accepted', justification: reason }],
    })),
  ])
  const notRun = new Map(
    artifacts.flatMap(({ report }) => report.notRun).map((each) => [`${each.rule} ${each.reason}`, each]),
  )
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Claimscope',
            ...(version === '' ? {} : { semanticVersion: version }),
            rules: lintRules.map((rule) => ({
              id: rule.id,
              name: pascal(rule.title),
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.why },
              help: { text: `${rule.advice} See ${rule.spec}.` },
              ...(specUrl(rule.spec) === null ? {} : { helpUri: specUrl(rule.spec) }),
              defaultConfiguration: { level: levels[rule.severity] },
              properties: { tags: ['security', 'jwt', rule.family], needs: rule.needs },
            })),
          },
        },
        artifacts: artifacts.map(({ uri, description }) => ({
          location: { uri },
          description: { text: description },
        })),
        invocations: [
          {
            executionSuccessful: artifacts.every(({ report }) => report.unread === null),
            toolExecutionNotifications: [...notRun.values()].map(({ rule, needs, reason }) => ({
              level: 'note',
              descriptor: { id: rule },
              message: { text: `Not run, needs ${needs}: ${reason}.` },
            })),
          },
        ],
        results,
      },
    ],
  }
  return JSON.stringify(log, null, 2)
}

function toResult(finding: Finding, { uri, name, line, start, end }: Artifact, index: number) {
  const path = placePath(finding.where)
  const whole = name === undefined ? path : `${name}.${path}`
  const region =
    start === undefined || end === undefined
      ? {}
      : { region: { startLine: line, charOffset: start, charLength: end - start } }
  return {
    ruleId: finding.rule,
    ruleIndex: lintRules.findIndex(({ id }) => id === finding.rule),
    level: levels[finding.severity],
    message: { text: finding.sentence },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri, index }, ...region },
        logicalLocations: [{ fullyQualifiedName: whole, kind: 'member' }],
      },
    ],
    // The rule and the place: the same fault keeps its identity while its words or times change.
    partialFingerprints: { 'claimscopeRulePlace/v1': `${finding.rule}:${whole}` },
  }
}

function pascal(title: string): string {
  return title
    .replace(/[^A-Za-z0-9 ]/g, ' ')
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
