/** Bootstrap tokens and their Secrets: what is good and what is not. */
import type { KubernetesObject } from '#kit/objects.ts';
import { bootstrapSecret, timeAt } from './identities.ts';

function secretWith(fields: Record<string, unknown>): KubernetesObject {
  return { ...bootstrapSecret(), ...fields };
}

function secretMeta(metadata: Record<string, unknown>): KubernetesObject {
  const secret = bootstrapSecret();
  return { ...secret, metadata: { ...secret.metadata, ...metadata } };
}

export const badSecrets: [secret: KubernetesObject | undefined, because: string][] = [
  [undefined, 'there is no Secret'],
  [secretMeta({ namespace: 'default' }), 'the Secret is in another namespace, where others may write'],
  [secretMeta({ deletionTimestamp: timeAt(30) }), 'the Secret is being deleted'],
  [secretWith({ type: 'Opaque' }), 'the Secret is of another type'],
  [secretWith({ data: undefined }), 'the Secret is empty'],
  [bootstrapSecret({ 'token-id': 'abcdeg' }), 'the Secret has another id than its name says'],
  [bootstrapSecret({ 'token-id': undefined }), 'the Secret does not say its id'],
  [bootstrapSecret({ 'token-secret': '0123456789abcdee' }), 'the second part of the token is another'],
  [bootstrapSecret({ 'token-secret': '0123456789abcdef0' }), 'the second part of the token is another'],
  [bootstrapSecret({ 'token-secret': undefined }), 'the Secret does not say its second part'],
  [bootstrapSecret({ 'usage-bootstrap-authentication': 'false' }), 'it is not to be used for authentication'],
  [bootstrapSecret({ 'usage-bootstrap-authentication': undefined }), 'nobody has allowed it for authentication'],
  [bootstrapSecret({ 'usage-bootstrap-authentication': 'True' }), 'only the word `true` allows it'],
  [bootstrapSecret({ expiration: timeAt(-1) }), 'it has expired'],
  [bootstrapSecret({ expiration: timeAt(0) }), 'it expires now'],
  [bootstrapSecret({ expiration: 'tomorrow' }), 'a time that cannot be read has passed'],
  [bootstrapSecret({ expiration: '2099' }), 'that is no time as RFC 3339 writes it'],
  [bootstrapSecret({ 'auth-extra-groups': 'system:masters' }), 'nobody can be made an administrator so'],
  [bootstrapSecret({ 'auth-extra-groups': 'system:bootstrappers:' }), 'a group must not end so'],
  [bootstrapSecret({ 'auth-extra-groups': 'system:bootstrappers:A' }), 'a group has small letters'],
  [
    bootstrapSecret({ 'auth-extra-groups': 'system:bootstrappers:a,system:masters' }),
    'every group must be one of the bootstrappers',
  ],
];

export const badBootstrapTokens = [
  'abcdef.0123456789abcdeF',
  'abcdef.0123456789abcde',
  'abcdef.0123456789abcdef0',
  'abcde.0123456789abcdef',
  'Abcdef.0123456789abcdef',
  'abcdef0123456789abcdef',
  'abcdef.0123456789abcdef.',
  'abcdef.',
  '../abc.0123456789abcdef',
];

export const goodSecrets: [secret: KubernetesObject, groups: string[], because: string][] = [
  [bootstrapSecret(), [], 'it says all that is asked'],
  [bootstrapSecret({ expiration: timeAt(1) }), [], 'it has not expired yet'],
  [bootstrapSecret({ expiration: '2099-01-01T00:00:00+02:00' }), [], 'a time may be given for any zone'],
  [bootstrapSecret({ expiration: '' }), [], 'an empty text says no time: it never expires'],
  [bootstrapSecret({ 'auth-extra-groups': '' }), [], 'no group is none'],
  [
    bootstrapSecret({ 'auth-extra-groups': 'system:bootstrappers:kubeadm,system:bootstrappers:a:b-1' }),
    ['system:bootstrappers:kubeadm', 'system:bootstrappers:a:b-1'],
    'it gives these groups besides',
  ],
  [bootstrapSecret({ 'usage-bootstrap-signing': 'true', description: 'x' }), [], 'other keys say nothing here'],
];
