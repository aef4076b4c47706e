import { z } from 'zod'
import { splitCommand } from './split-command.ts'

/** Browsers whose private windows and profiles are known. */
export const browserNames = ['firefox', 'chromium', 'chrome', 'edge', 'brave'] as const
export type BrowserName = (typeof browserNames)[number]

export const browserLabels: Readonly<Record<BrowserName, string>> = {
  firefox: 'Firefox',
  chromium: 'Chromium',
  chrome: 'Google Chrome',
  edge: 'Microsoft Edge',
  brave: 'Brave',
}

/** Null: the first that is found. */
const knownBrowser = z.enum(browserNames).nullable()

/**
 * Where the addresses of a profile's runs are opened. A command is a program that this machine starts: it comes only
 * from the person who edits the profile here. Whatever reads profiles from elsewhere (files, other tools' exports) must
 * leave this at `systemBrowser`.
 */
export const browserChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('system') }),
  z.strictObject({
    kind: z.literal('command'),
    command: z
      .string()
      .trim()
      .max(1024)
      .refine((text) => splitCommand(text) !== null, { error: 'a program with its arguments' }),
  }),
  z.strictObject({ kind: z.literal('private'), browser: knownBrowser }),
  /** A profile of the browser's own for one run: no cookie of anybody, and nothing of it stays. */
  z.strictObject({ kind: z.literal('clean'), browser: knownBrowser }),
])
export type BrowserChoice = z.infer<typeof browserChoice>

export const systemBrowser: BrowserChoice = { kind: 'system' }
