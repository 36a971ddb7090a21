import type { Bug } from '../../judge/lesson.ts';

const authenticate = 'authenticate.ts';
const tokens = 'tokens.ts';
const jwt = 'jwt.ts';

export const bugs: Bug[] = [
  {
    id: 'wrong-token-is-anonymous',
    exercise: '5.2',
    mistake: "a token that is nobody's is let through as anonymous, instead of being refused",
    edits: [
      {
        file: authenticate,
        find: '        throw unauthorized();\n      }\n      if (settings',
        replace: '      }\n      if (settings',
      },
    ],
  },
  {
    id: 'anonymous-is-authenticated',
    exercise: '5.2',
    mistake: 'the anonymous user is in system:authenticated, and so has all that every known user may',
    edits: [
      {
        file: authenticate,
        find: "return { name: 'system:anonymous', groups: ['system:unauthenticated'] };",
        replace: "return authenticated({ name: 'system:anonymous', groups: ['system:unauthenticated'] });",
      },
    ],
  },
  {
    id: 'token-before-certificate',
    exercise: '5.2',
    mistake: 'the bearer token counts before the client certificate',
    edits: [
      {
        file: authenticate,
        find: 'if (certificate?.commonName) return authenticated',
        replace: 'if (certificate?.commonName && bearerToken(headers) === undefined) return authenticated',
      },
    ],
  },
  {
    id: 'certificate-without-a-name',
    exercise: '5.2',
    mistake: 'a certificate without a common name is taken for a user whose name is empty',
    edits: [{ file: authenticate, find: 'if (certificate?.commonName) return', replace: 'if (certificate) return' }],
  },
  {
    id: 'anonymous-anyway',
    exercise: '5.2',
    mistake: 'anonymous users are let in though the settings forbid it',
    edits: [{ file: authenticate, find: 'if (settings.anonymous === false) throw unauthorized();', replace: '' }],
  },
  {
    id: 'names-of-the-prototype',
    exercise: '5.2',
    mistake: 'a static token is looked up with [], so "constructor" and "__proto__" are found as well',
    edits: [
      {
        file: authenticate,
        find: 'if (Object.hasOwn(staticTokens, token)) return authenticated(staticTokens[token]);',
        replace:
          'const known = staticTokens[token];\n      if (known) return authenticated({ ...known, groups: known.groups ?? [] });',
      },
    ],
  },
  {
    id: 'settings-are-changed',
    exercise: '5.2',
    mistake: "system:authenticated is put into the settings' own list of groups",
    sealed: 'pass',
    edits: [
      {
        file: authenticate,
        find: 'return groups.includes(authenticatedGroup) ? user : { ...user, groups: [...groups, authenticatedGroup] };',
        replace: 'if (!groups.includes(authenticatedGroup)) groups.push(authenticatedGroup);\n  return user;',
      },
    ],
  },
  {
    id: 'bearer-of-nothing',
    exercise: '5.2',
    mistake: '`Bearer` with nothing behind it is taken for a token, and refused',
    edits: [{ file: authenticate, find: '/^bearer +(\\S+)/i', replace: '/^bearer *(\\S*)/i' }],
  },
  {
    id: 'bearer-in-one-spelling',
    exercise: '5.2',
    mistake: 'the word Bearer is only known with a capital letter, and any other spelling is taken for no token',
    edits: [{ file: authenticate, find: '/^bearer +(\\S+)/i', replace: '/^Bearer +(\\S+)/' }],
  },
  {
    id: 'none-is-an-algorithm',
    exercise: '5.2',
    mistake: 'a token whose header says that nobody has signed it ("alg": "none") is believed',
    edits: [
      {
        file: jwt,
        find: 'if (parts.length !== 3 || !parts.every((part) => /^[\\w-]+$/.test(part))) return undefined;',
        replace:
          "if (parts.length !== 3) return undefined;\n  if (decode(parts[0])?.alg === 'none') return decode(parts[1]);",
      },
    ],
  },
  {
    id: 'signature-of-the-claims-alone',
    exercise: '5.2',
    mistake: 'claims are taken from the token without looking at its signature',
    edits: [
      {
        file: jwt,
        find: 'return isSigned ? claims : undefined;',
        replace: 'return isSigned || publicKeys.length > 0 ? claims : undefined;',
      },
    ],
  },
  {
    id: 'algorithm-not-compared',
    exercise: '5.2',
    mistake: 'the algorithm in the header is not compared with that of the key',
    edits: [{ file: jwt, find: 'header.alg === algorithmOf(key) && ', replace: '' }],
  },
  {
    id: 'first-key-only',
    exercise: '5.2',
    mistake: 'only the first key is tried, so all tokens are lost when keys are changed',
    edits: [
      { file: jwt, find: 'const isSigned = publicKeys\n', replace: 'const isSigned = publicKeys\n    .slice(0, 1)\n' },
    ],
  },
  {
    id: 'expired-token',
    exercise: '5.2',
    mistake: 'nobody looks at `exp`, so a token is good for ever',
    edits: [{ file: tokens, find: ' && nbf <= seconds && seconds < exp;', replace: ' && nbf <= seconds;' }],
  },
  {
    id: 'token-without-an-end',
    exercise: '5.2',
    mistake: 'a token without `exp` is taken for one that never expires',
    edits: [{ file: tokens, find: '{ exp, nbf = 0 }: Claims', replace: '{ exp = 1e15, nbf = 0 }: Claims' }],
  },
  {
    id: 'milliseconds-for-seconds',
    exercise: '5.2',
    mistake: 'the times of a token are seconds, and are compared with milliseconds',
    edits: [{ file: tokens, find: 'const seconds = now / 1000;', replace: 'const seconds = now;' }],
  },
  {
    id: 'not-before-passed-over',
    exercise: '5.2',
    mistake: 'nobody looks at `nbf`, so a token is good before its time',
    edits: [{ file: tokens, find: 'nbf <= seconds && seconds < exp', replace: 'seconds < exp' }],
  },
  {
    id: 'any-audience',
    exercise: '5.2',
    mistake: 'nobody asks for whom a token is meant, so whoever was shown one can use it here',
    edits: [
      {
        file: tokens,
        find: 'return meantFor.some((each) => audiences.includes(each));',
        replace: 'return meantFor.length > 0 && audiences.length > 0;',
      },
    ],
  },
  {
    id: 'audience-in-a-text',
    exercise: '5.2',
    mistake: '`aud.includes` is asked of a text as well, so an audience that only contains the right one passes',
    edits: [
      {
        file: tokens,
        find: 'return meantFor.some((each) => audiences.includes(each));',
        replace: 'return audiences.some((each) => (aud ?? meantFor).includes(each));',
      },
      { file: tokens, find: 'function isFor({ aud }: Claims,', replace: 'function isFor({ aud }: any,' },
    ],
  },
  {
    id: 'claims-in-a-list',
    exercise: '5.2',
    mistake: 'a list is taken for an object, since typeof says so',
    edits: [{ file: jwt, find: ' && !Array.isArray(value) ? value', replace: ' ? value' }],
  },
  {
    id: 'account-is-ending',
    exercise: '5.2',
    mistake: 'a ServiceAccount that is being deleted counts no more, though its time has not come',
    edits: [
      {
        file: tokens,
        find: '|| isGone(account, now)) return',
        replace: '|| account.metadata.deletionTimestamp) return',
      },
    ],
  },
  {
    id: 'own-audience-only',
    exercise: '5.2',
    mistake: "the audiences that the caller asks for are passed over, and the server's own are always taken",
    edits: [
      {
        file: authenticate,
        find: '{ ...serviceAccounts, ...(audiences && { audiences }) }',
        replace: 'serviceAccounts',
      },
    ],
  },
  {
    id: 'any-issuer',
    exercise: '5.2',
    mistake: 'nobody looks at who has issued a token',
    edits: [
      { file: tokens, find: 'if (claims?.iss !== issuer || !isFor', replace: 'if (!claims || issuer === "" || !isFor' },
    ],
  },
  {
    id: 'account-is-not-looked-up',
    exercise: '5.2',
    mistake: 'a token is believed though its ServiceAccount is gone',
    edits: [
      { file: tokens, find: 'if (!account || account.metadata.uid', replace: 'if (account && account.metadata.uid' },
      { file: tokens, find: '|| isGone(account, now)) return', replace: ') return' },
    ],
  },
  {
    id: 'account-by-name',
    exercise: '5.2',
    mistake:
      'the ServiceAccount is known by its name alone, and one that was made again gets the tokens of the old one',
    edits: [{ file: tokens, find: 'account.metadata.uid !== serviceaccount.uid || ', replace: '' }],
  },
  {
    id: 'pod-is-not-looked-up',
    exercise: '5.2',
    mistake: 'the token of a pod is believed after the pod is gone',
    edits: [{ file: tokens, find: 'if (pod && !(await', replace: 'if (pod && pod.name === "" && !(await' }],
  },
  {
    id: 'subject-is-not-compared',
    exercise: '5.2',
    mistake: 'nobody compares the subject of a token with the account that it was made for',
    edits: [
      { file: tokens, find: 'if (!bound || claims.sub !==', replace: 'if (!bound || `${claims.sub}` ===' },
      { file: tokens, find: '${bound.serviceaccount.name}`)', replace: '${bound.serviceaccount.name}/`)' },
    ],
  },
  {
    id: 'groups-of-all-namespaces-only',
    exercise: '5.2',
    mistake: "a service account is not in the group of its own namespace's accounts",
    edits: [
      {
        file: tokens,
        find: "['system:serviceaccounts', `system:serviceaccounts:${namespace}`]",
        replace: "['system:serviceaccounts']",
      },
    ],
  },
  {
    id: 'bootstrap-id-is-enough',
    exercise: '5.2',
    mistake: 'the second part of a bootstrap token is not compared with its Secret',
    edits: [
      {
        file: tokens,
        find: " || !isSameSecret(said('token-secret'), secret)) return",
        replace: ' || secret === "") return',
      },
    ],
  },
  {
    id: 'bootstrap-expired',
    exercise: '5.2',
    mistake: 'nobody looks at when a bootstrap token expires',
    edits: [{ file: tokens, find: " || isPast(said('expiration'), now)) return", replace: ') return' }],
  },
  {
    id: 'bootstrap-time-unread',
    exercise: '5.2',
    mistake: 'a bootstrap token whose expiration cannot be read is taken for one that never expires',
    edits: [
      {
        file: tokens,
        find: 'return !rfc3339.test(expiration) || !(Date.parse(expiration) > now);',
        replace: 'return Date.parse(expiration) <= now;',
      },
    ],
  },
  {
    id: 'bootstrap-empty-time',
    exercise: '5.2',
    mistake: 'an `expiration` that is empty is taken for a time that has passed',
    edits: [
      { file: tokens, find: "  if (expiration === '') return false;\n", replace: '' },
      {
        file: tokens,
        find: "? Buffer.from(texts[key], 'base64').toString() : '')",
        replace: "? Buffer.from(texts[key], 'base64').toString() : key === 'expiration' ? '9999-01-01T00:00:00Z' : '')",
      },
    ],
  },
  {
    id: 'bootstrap-any-group',
    exercise: '5.2',
    mistake: 'the Secret of a bootstrap token may name any group, system:masters as well',
    edits: [
      { file: tokens, find: 'if (!extra.every((group) => extraGroup.test(group))) return undefined;', replace: '' },
    ],
  },
  {
    id: 'bootstrap-any-use',
    exercise: '5.2',
    mistake: 'a bootstrap token is good for authentication though its Secret does not allow that',
    edits: [{ file: tokens, find: "said('usage-bootstrap-authentication') !== 'true' || ", replace: '' }],
  },
];
