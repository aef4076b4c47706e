import type { CallName, EventName } from './contract.ts'

/**
 * The names of the contract as plain data, so that the preload script needs no schema library.
 * The two types below stop compiling when a name is missing here or is not in the contract.
 */
export const callNames = [
  'app.info',
  'app.openSpec',
  'files.save',
  'clipboard.write',
  'tokens.verify',
  'tokens.cancel',
  'tokens.sign',
  'tokens.signingKey',
  'tokens.encrypt',
  'lint.keyFacts',
  'lint.certificates',
  'lint.trySecrets',
  'lint.revealSecret',
  'negative.make',
  'negative.send',
  'whatIf.run',
  'whatIf.skip',
  'profiles.list',
  'profiles.save',
  'profiles.duplicate',
  'profiles.delete',
  'profiles.restore',
  'profiles.revealSecret',
  'profiles.discover',
  'keys.list',
  'keys.generate',
  'keys.import',
  'keys.keep',
  'keys.change',
  'keys.delete',
  'keys.restore',
  'keys.describe',
  'keys.reveal',
  'keys.convert',
  'keys.convertPrivate',
  'keys.checkSet',
  'keys.checkSetAt',
  'keys.whichVerifies',
  'vault.status',
  'provider.status',
  'provider.start',
  'provider.stop',
  'flows.list',
  'flows.start',
  'flows.cancel',
  'flows.openAgain',
  'flows.copyLink',
  'flows.paste',
  'flows.refresh',
  'flows.userinfo',
  'flows.logout',
  'flows.callApi',
  'flows.revoke',
  'flows.introspect',
  'flows.token',
  'flows.copyToken',
] as const satisfies readonly CallName[]

export const eventNames = [
  'flows.changed',
  'negative.answered',
  'whatIf.progressed',
  'vault.changed',
  'provider.changed',
  'profiles.changed',
  'keys.changed',
  'app.command',
] as const satisfies readonly EventName[]

type Missing = Exclude<CallName, (typeof callNames)[number]> | Exclude<EventName, (typeof eventNames)[number]>
/** `never` while both lists are complete. */
export const complete: Missing extends never ? true : Missing = true
