import type { Bug } from '../../judge/lesson.ts';

const file = 'audit.ts';

export const bugs: Bug[] = [
  {
    id: 'refusals-leave-no-trace',
    exercise: '5.14',
    mistake: 'only answers are told, so whoever is refused leaves no trace',
    edits: [{ file, find: '      tell({ status: status.code, body: status });\n', replace: '' }],
  },
  {
    id: 'refusals-become-answers',
    exercise: '5.14',
    mistake: 'what was thrown is not thrown on, but returned as if it were an answer',
    edits: [{ file, find: '      throw thrown;\n', replace: '      return { status: status.code, body: status };\n' }],
  },
  {
    id: 'refusals-are-told-twice',
    exercise: '5.14',
    mistake: 'a refusal is told where it is caught, and once more behind that',
    edits: [
      {
        file,
        find: '      tell({ status: status.code, body: status });\n      throw thrown;\n',
        replace:
          '      tell({ status: status.code, body: status });\n      tell({ status: status.code, body: status });\n      throw thrown;\n',
      },
    ],
  },
  {
    id: 'own-faults-are-not-told',
    exercise: '5.14',
    mistake: 'only errors that have a code are told, so what breaks the server leaves no trace',
    edits: [
      {
        file,
        find: '      tell({ status: status.code, body: status });\n',
        replace: '      if (status.code !== 500) tell({ status: status.code, body: status });\n',
      },
    ],
  },
  {
    id: 'received-when-answered',
    exercise: '5.14',
    mistake: 'the time of receipt is taken when the request has been answered',
    edits: [
      {
        file,
        find: 'eventOf(context, level, answer, received, now())',
        replace: 'eventOf(context, level, answer, now(), now())',
      },
    ],
  },
  {
    id: 'watch-told-at-its-end',
    exercise: '5.14',
    mistake: 'a watch is not told when it begins',
    edits: [{ file, find: '    tell(response);\n', replace: '    if (!response.stream) tell(response);\n' }],
  },
  {
    id: 'last-rule-decides',
    exercise: '5.14',
    mistake: 'the last rule that fits decides, not the first',
    edits: [
      { file, find: "rules.find(fits)?.level ?? 'None'", replace: "[...rules].reverse().find(fits)?.level ?? 'None'" },
    ],
  },
  {
    id: 'metadata-unless-said',
    exercise: '5.14',
    mistake: 'where no rule fits, the request is told at Metadata',
    edits: [{ file, find: "rules.find(fits)?.level ?? 'None'", replace: "rules.find(fits)?.level ?? 'Metadata'" }],
  },
  {
    id: 'all-groups-must-be-listed',
    exercise: '5.14',
    mistake: 'a rule with userGroups fits only those of whom all groups are listed, not one',
    edits: [
      {
        file,
        find: 'values.some((value) => list.includes(value))',
        replace: 'values.every((value) => list.includes(value))',
      },
    ],
  },
  {
    id: 'users-by-their-beginnings',
    exercise: '5.14',
    mistake: 'a rule for bob is taken to be about bobby as well',
    edits: [
      {
        file,
        find: 'includes(rule.users, [user.name]) &&',
        replace: '(rule.users?.some((each) => user.name.startsWith(each)) ?? true) &&',
      },
    ],
  },
  {
    id: 'groups-by-their-beginnings',
    exercise: '5.14',
    mistake: 'a rule for a group is taken to be about all groups that begin so',
    edits: [
      {
        file,
        find: 'includes(rule.userGroups, user.groups) &&',
        replace: '(rule.userGroups?.some((each) => user.groups.some((group) => group.startsWith(each))) ?? true) &&',
      },
    ],
  },
  {
    id: 'pods-are-their-subresources',
    exercise: '5.14',
    mistake: 'a rule for pods is taken to be about pods/log as well',
    edits: [
      {
        file,
        find: "  const wanted = subresource === '' ? resource : `${resource}/${subresource}`;\n  return resources?.some((each) => each.group === group && includes(each.resources, [wanted])) ?? false;",
        replace:
          '  const wanted = [resource, `${resource}/${subresource}`];\n  return resources?.some((each) => each.group === group && includes(each.resources, wanted)) ?? false;',
      },
    ],
  },
  {
    id: 'any-group-will-do',
    exercise: '5.14',
    mistake: 'the group of a resource is not compared',
    edits: [{ file, find: 'each.group === group && includes', replace: 'group !== undefined && includes' }],
  },
  {
    id: 'resource-rules-fit-paths',
    exercise: '5.14',
    mistake: 'a rule with resources is taken to be about every path that is no resource as well',
    edits: [{ file, find: 'matches(pattern, info.path)) ?? false', replace: 'matches(pattern, info.path)) ?? true' }],
  },
  {
    id: 'request-object-at-metadata',
    exercise: '5.14',
    mistake: 'what was sent stands in the record at the level Metadata, too',
    edits: [
      {
        file,
        find: "if (level === 'Metadata' || secretResources.includes(resource)) return {};",
        replace: 'if (secretResources.includes(resource)) return {};',
      },
    ],
  },
  {
    id: 'answer-at-request',
    exercise: '5.14',
    mistake: 'the answer stands in the record at the level Request already',
    edits: [
      { file, find: "level === 'RequestResponse' && typeof body", replace: "level !== 'Metadata' && typeof body" },
    ],
  },
  {
    id: 'secrets-are-read-out',
    exercise: '5.14',
    mistake: 'of Secrets only what was sent is left out, and a list of them stands in the log',
    edits: [
      {
        file,
        find: "  if (level === 'Metadata' || secretResources.includes(resource)) return {};\n  const requestObject = objectIn(request.body);",
        replace:
          "  if (level === 'Metadata') return {};\n  const requestObject = secretResources.includes(resource) ? undefined : objectIn(request.body);",
      },
    ],
  },
  {
    id: 'tokens-in-the-log',
    exercise: '5.14',
    mistake: 'the resource is compared without its subresource, so the tokens of service accounts stand in the log',
    edits: [
      {
        file,
        find: "  const resource = info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`;",
        replace: '  const { resource } = info;',
      },
    ],
  },
  {
    id: 'lines-as-they-come',
    exercise: '5.14',
    mistake: 'events are counted in the order in which they come, not by the time of receipt',
    edits: [
      {
        file,
        find: '[...events].sort((a, b) => (a.requestReceivedTimestamp < b.requestReceivedTimestamp ? -1 : 1))',
        replace: '[...events]',
      },
    ],
  },
  {
    id: 'lines-without-namespace',
    exercise: '5.14',
    mistake: 'events in different namespaces are counted as one kind',
    edits: [{ file, find: 'JSON.stringify(subject)', replace: "JSON.stringify({ ...subject, namespace: '' })" }],
  },
  {
    id: 'lines-for-each-query',
    exercise: '5.14',
    mistake: 'the path of a line has its query, so that paths are never alike',
    edits: [{ file, find: "requestURI.split('?')[0]", replace: 'requestURI' }],
  },
  {
    id: 'lines-for-each-reason',
    exercise: '5.14',
    mistake: 'events with one code are counted apart by the reason, which is on no line',
    edits: [
      {
        file,
        find: 'JSON.stringify(subject)',
        replace: 'JSON.stringify({ ...subject, reason: event.responseStatus.reason })',
      },
    ],
  },
  {
    id: 'lines-with-the-group',
    exercise: '5.14',
    mistake: 'the resource of a line has its group before it',
    edits: [
      {
        file,
        find: 'resource: named ?? path',
        replace: "resource: named ? [objectRef?.apiGroup, named].filter(Boolean).join('/') : path",
      },
    ],
  },
  {
    id: 'alike-written-together',
    exercise: '5.14',
    mistake: 'the parts of what is counted are written one behind the other, so bob and list is bobl and ist',
    edits: [{ file, find: 'JSON.stringify(subject)', replace: "Object.values(subject).join('')" }],
  },
  {
    id: 'alike-with-slashes',
    exercise: '5.14',
    mistake: 'the parts of what is counted are joined by a slash, which may stand in a name, too',
    edits: [{ file, find: 'JSON.stringify(subject)', replace: "Object.values(subject).join('/')" }],
  },
  {
    id: 'lines-by-the-answer',
    exercise: '5.14',
    mistake: 'lines stand in the order in which requests were answered, not received',
    edits: [
      {
        file,
        find: '(a.requestReceivedTimestamp < b.requestReceivedTimestamp ? -1 : 1)',
        replace: '(a.stageTimestamp < b.stageTimestamp ? -1 : 1)',
      },
    ],
  },
  {
    id: 'sorts-the-events-in-place',
    exercise: '5.14',
    mistake: 'the events that were given are sorted in place',
    sealed: 'pass',
    edits: [{ file, find: '[...events].sort', replace: '(events as AuditEvent[]).sort' }],
  },
  {
    id: 'sink-breaks-the-request',
    exercise: '5.14',
    mistake: 'a log that is full breaks every request',
    edits: [
      {
        file,
        find: '  try {\n    sink(event);\n  } catch {\n    // Whoever has made the sink tells of its troubles.\n  }\n',
        replace: '  sink(event);\n',
      },
    ],
  },
  {
    id: 'told-twice-if-the-sink-throws',
    exercise: '5.14',
    mistake: 'the sink is called within the try, so that its own error is told as that of the request',
    edits: [
      { file, find: 'attempt(sink, eventOf', replace: 'sink(eventOf' },
      {
        file,
        find: '      response = await next(context);\n',
        replace: '      response = await next(context);\n      tell(response);\n',
      },
      { file, find: '    tell(response);\n    return response;', replace: '    return response;' },
    ],
  },
  {
    id: 'empty-lists-fit-all',
    exercise: '5.14',
    mistake: 'an empty list in a rule is taken for a missing one',
    edits: [{ file, find: 'return list === undefined || values.some', replace: 'return !list?.length || values.some' }],
  },
  {
    id: 'stars-in-rules',
    exercise: '5.14',
    mistake: '`*` in a rule is taken for everything',
    edits: [
      {
        file,
        find: 'return list === undefined || values.some',
        replace: "return list === undefined || list.includes('*') || values.some",
      },
    ],
  },
];
